import type { RequestRecord } from "@countersign/core";
import { Menu, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconRocket } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { ActionItem } from "../interface/action-item.tsx";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { PageLink } from "../interface/page-link.tsx";
import styles from "./decision-panel.module.css";
import { EmergencyRelease } from "./emergency-release.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { nextStep } from "./next-step.ts";
import { OpenThreads } from "./open-threads.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import { PushDialog } from "./push-dialog.tsx";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { Scheduled } from "./scheduled.tsx";
import { VerdictForm } from "./verdict-form.tsx";

type Dialog = "publish" | "push" | "cancel" | "reject" | "emergency" | "schedule";

/** What comes next, and everything that one may do, each with the reason where one may not. */
export function DecisionPanel({ request }: { readonly request: RequestRecord }) {
  const [body, setBody] = useState("");
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [menu, menuOf] = useDisclosure(false);
  const { id: requestId, digest, actions } = request;
  const review = useAct(
    (client, verdict: "approve" | "request_changes") =>
      client.request.review({ requestId, verdict, digest, ...(body.trim() === "" ? {} : { body: body.trim() }) }),
    { done: (_answer, verdict) => (verdict === "approve" ? "Approved." : "Changes requested.") },
  );
  const comment = useAct((client, text: string) => client.request.comment({ requestId, body: text }), {
    done: "Commented.",
  });
  const rebase = useAct((client, _input: null) => client.request.rebase({ requestId }), {
    done: "Rebased: it is compared with what is served now.",
  });
  const step = nextStep(request);
  const live = ["open", "changes_requested", "approved", "stale"].includes(request.state);
  const why = (name: keyof RequestRecord["actions"]) => {
    const state = actions[name];
    return state.allowed ? null : state.why;
  };
  const pending = review.pending || comment.pending || rebase.pending;
  const done = (answer: unknown) => {
    if (answer !== undefined) setBody("");
  };
  return (
    <section className={styles["panel"]} data-tone={step.tone} aria-label="What comes next">
      <div className={styles["step"]} role="status">
        <p className={styles["headline"]}>{step.headline}</p>
        {step.detail === null ? null : <p className={styles["detail"]}>{step.detail}</p>}
      </div>
      {live ? (
        <>
          <Scheduled request={request} />
          <OpenThreads request={request} />
          <VerdictForm
            body={body}
            onBody={setBody}
            why={{ comment: why("comment"), request_changes: why("request_changes"), approve: why("approve") }}
            pending={{ comment: comment.pending, request_changes: review.pending, approve: review.pending }}
            approves={step.action === "approve"}
            onVerdict={(verdict) =>
              void (verdict === "comment" ? comment.run(body.trim()) : review.run(verdict)).then(done)
            }
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
                Rebase on what is served
              </ActionButton>
            ) : (
              <ActionButton
                className={styles["main"] ?? ""}
                variant={step.action === "publish" ? "filled" : "default"}
                why={why("publish")}
                leftSection={<IconRocket size={15} />}
                onClick={() => setDialog("publish")}
              >
                Publish to {request.target.label}
              </ActionButton>
            )}
            <Menu opened={menu} onChange={menuOf.toggle} position="bottom-end" width={280}>
              <Menu.Target>
                <UnstyledButton className={styles["more"]} aria-label="More to do">
                  <IconDots size={16} aria-hidden />
                </UnstyledButton>
              </Menu.Target>
              <Menu.Dropdown>
                <ActionItem why={why("schedule")} onClick={() => setDialog("schedule")}>
                  Publish at an hour
                </ActionItem>
                <ActionItem why={why("push")} onClick={() => setDialog("push")}>
                  Push another version
                </ActionItem>
                <ActionItem why={why("rebase")} onClick={() => void rebase.run(null)}>
                  Rebase
                </ActionItem>
                <Menu.Divider />
                <ActionItem why={why("break_glass")} onClick={() => setDialog("emergency")}>
                  Release it in an emergency
                </ActionItem>
                <ActionItem why={why("cancel")} onClick={() => setDialog("cancel")}>
                  Cancel the request
                </ActionItem>
                <ActionItem why={why("reject")} onClick={() => setDialog("reject")}>
                  Reject it
                </ActionItem>
              </Menu.Dropdown>
            </Menu>
          </div>
          {pending ? <span role="status" aria-label="Working" /> : null}
          <ErrorNotice error={review.error ?? comment.error ?? rebase.error} />
        </>
      ) : request.state === "published" && request.target.resourceId !== null ? (
        <PageLink to={addresses.resource(request.target.resourceId, "releases")}>
          See its releases, or roll back
        </PageLink>
      ) : null}
      {dialog === "publish" ? <PublishDialog request={request} onClose={() => setDialog(null)} /> : null}
      {dialog === "schedule" ? <ScheduleDialog request={request} onClose={() => setDialog(null)} /> : null}
      {dialog === "emergency" ? <EmergencyRelease request={request} onClose={() => setDialog(null)} /> : null}
      {dialog === "push" ? <PushDialog request={request} onClose={() => setDialog(null)} /> : null}
      {dialog === "cancel" || dialog === "reject" ? (
        <EndDialog
          number={request.number}
          how={dialog}
          end={(client, how, reason) =>
            how === "reject"
              ? client.request.reject({ requestId, reason })
              : client.request.cancel({ requestId, ...(reason === "" ? {} : { reason }) })
          }
          onClose={() => setDialog(null)}
        >
          The request ends without a release. What is served stays as it is; a new request can propose it again.
        </EndDialog>
      ) : null}
    </section>
  );
}
