import type { TreeRequestAction, TreeRequestRecord } from "@countersign/core";
import { Menu, UnstyledButton } from "@mantine/core";
import { IconDots, IconRocket } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { ActionItem } from "../interface/action-item.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import styles from "./decision-panel.module.css";
import { EndDialog } from "./end-dialog.tsx";
import { treeNextStep } from "./tree-next-step.ts";
import { TreePublishDialog } from "./tree-publish-dialog.tsx";
import { VerdictForm } from "./verdict-form.tsx";

/** What comes next, and everything that one may do, each with the reason where one may not. */
export function TreeDecisionPanel({ request }: { readonly request: TreeRequestRecord }) {
  const [body, setBody] = useState("");
  const [dialog, setDialog] = useState<"publish" | "cancel" | "reject" | null>(null);
  const { id: requestId, digest, actions } = request;
  const said = body.trim();
  const review = useAct(
    (client, verdict: keyof typeof verdictWords) =>
      client.treeRequest.review({ requestId, verdict, digest, ...(said === "" ? {} : { body: said }) }),
    { done: (_answer, verdict) => verdictWords[verdict] },
  );
  const rebase = useAct((client, _input: null) => client.treeRequest.rebase({ requestId }), {
    done: "Rebased: it names what it touches now.",
  });
  const step = treeNextStep(request);
  const live = ["open", "changes_requested", "approved", "stale"].includes(request.state);
  const why = (name: TreeRequestAction) => {
    const state = actions[name];
    return state.allowed ? null : state.why;
  };
  const give = (verdict: keyof typeof verdictWords) => {
    void review.run(verdict).then((answer) => {
      if (answer !== undefined) setBody("");
    });
  };
  return (
    <section className={styles["panel"]} data-tone={step.tone} aria-label="What comes next">
      <div role="status">
        <p className={styles["headline"]}>{step.headline}</p>
        {step.detail === null ? null : <p className={styles["detail"]}>{step.detail}</p>}
      </div>
      {live ? (
        <>
          <VerdictForm
            body={body}
            onBody={setBody}
            why={{
              comment: why("request_changes"),
              request_changes: why("request_changes"),
              approve: why("approve"),
            }}
            pending={{ comment: review.pending, request_changes: review.pending, approve: review.pending }}
            approves={step.action === "approve"}
            onVerdict={give}
          />
          <div className={styles["release"]}>
            {request.state === "stale" ? (
              <ActionButton
                className={styles["main"] ?? ""}
                variant={step.action === "rebase" ? "filled" : "default"}
                why={why("rebase")}
                pending={rebase.pending}
                onClick={() => void rebase.run(null)}
              >
                Rebase on what it touches now
              </ActionButton>
            ) : (
              <ActionButton
                className={styles["main"] ?? ""}
                variant={step.action === "publish" ? "filled" : "default"}
                why={why("publish")}
                leftSection={<IconRocket size={15} />}
                onClick={() => setDialog("publish")}
              >
                Carry it out
              </ActionButton>
            )}
            <Menu position="bottom-end" width={280}>
              <Menu.Target>
                <UnstyledButton className={styles["more"]} aria-label="More to do">
                  <IconDots size={16} aria-hidden />
                </UnstyledButton>
              </Menu.Target>
              <Menu.Dropdown>
                <ActionItem why={why("cancel")} onClick={() => setDialog("cancel")}>
                  Cancel the request
                </ActionItem>
                <ActionItem why={why("reject")} onClick={() => setDialog("reject")}>
                  Reject it
                </ActionItem>
              </Menu.Dropdown>
            </Menu>
          </div>
          <ErrorNotice error={review.error ?? rebase.error} />
        </>
      ) : null}
      {dialog === "publish" ? <TreePublishDialog request={request} onClose={() => setDialog(null)} /> : null}
      {dialog === "cancel" || dialog === "reject" ? (
        <EndDialog
          number={request.number}
          how={dialog}
          end={(client, how, reason) =>
            how === "reject"
              ? client.treeRequest.reject({ requestId, reason })
              : client.treeRequest.cancel({ requestId, ...(reason === "" ? {} : { reason }) })
          }
          onClose={() => setDialog(null)}
        >
          The request ends, and every address stays as it is; a new request can ask again.
        </EndDialog>
      ) : null}
    </section>
  );
}

const verdictWords = {
  approve: "Approved.",
  request_changes: "Changes requested.",
  comment: "Commented.",
} as const;
