import type { TreeChangeInput, TreePreview } from "@countersign/core";
import { Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { addresses } from "../interface/addresses.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import { useGo } from "../interface/page-link.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import styles from "./request-tree-change.module.css";
import { TouchedAddresses } from "./touched-addresses.tsx";
import { treeChangeLine } from "./tree-change-words.ts";

export interface RequestTreeChangeProps {
  /** Default: "Request a change". */
  readonly title?: string;
  /** `null` while it is not chosen yet. */
  readonly change: TreeChangeInput | null;
  /** Where the change is chosen, above what it touches. */
  readonly children?: ReactNode;
  onClose(): void;
}

/** Asks for a change of the tree that protected addresses stand against. Nothing changes by asking. */
export function RequestTreeChange({ title = "Request a change", change, children, onClose }: RequestTreeChangeProps) {
  const go = useGo();
  const [reason, setReason] = useState("");
  const preview = useAsk(
    ["treeRequest", "preview", change],
    (client, options) => (change === null ? Promise.resolve(null) : client.treeRequest.preview({ change }, options)),
    { enabled: change !== null },
  );
  const open = useAct(
    (client, asked: TreeChangeInput) => client.treeRequest.open({ change: asked, description: reason.trim() }),
    { done: (request) => `Requested, #${request.number}.` },
  );
  const submit = async () => {
    if (change === null) return;
    const request = await open.run(change);
    if (request === undefined) return;
    onClose();
    go(addresses.treeRequest(request.id));
  };
  const shown = change === null ? null : (preview.data ?? null);
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={title}
      size="xl"
      verb="Request it"
      why={whyNotYet(change, shown, reason)}
      pending={open.pending}
      error={open.error ?? (change === null ? null : preview.error)}
      onSubmit={() => void submit()}
    >
      {children}
      {shown !== null ? (
        <>
          <p className={styles["change"]}>
            <strong>{treeChangeLine(shown.change)}.</strong> It is carried out once those who protect the addresses have
            approved; until then everything stays as it is.
          </p>
          <TouchedAddresses touched={shown.touched} hidden={shown.hidden} />
          {shown.policies.length === 0 ? null : (
            <div className={styles["policies"]} role="note" aria-label="Who is asked">
              {shown.policies.map((policy) => (
                <p key={policy.policyId}>
                  <strong>{policy.name}</strong> ({policy.scope.path}) asks for{" "}
                  {policy.requirements.join("; and ") || "1 approval by anybody who may review"}
                  {policy.addresses.length === 0 ? "" : `, at ${placesLine(policy.addresses)}`}.
                </p>
              ))}
            </div>
          )}
        </>
      ) : change === null || preview.error !== null ? null : (
        <TextShape lines={4} />
      )}
      <Textarea
        label="Why"
        description="Those who review it read this."
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** The first few by name. */
function placesLine(places: readonly string[]): string {
  const named = places.slice(0, 4).join(", ");
  return places.length <= 4 ? named : `${named} and ${places.length - 4} more`;
}

function whyNotYet(change: TreeChangeInput | null, preview: TreePreview | null, reason: string): string | null {
  if (change === null) return "Choose what is to change.";
  if (preview === null) return "What it touches is not known yet.";
  if (preview.touched.length + preview.hidden === 0) {
    return "It touches no protected address: make the change directly.";
  }
  return reason.trim() === "" ? "Say why: those who review it read it." : null;
}
