import type { ResourceRecord, VersionRecord } from "@countersign/core";
import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { describeFailure } from "../client/failure.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink } from "../interface/page-link.tsx";
import styles from "./editor.module.css";

interface EditorFrameProps {
  readonly resource: ResourceRecord;
  /** The version that is edited; `null` for the first one. */
  readonly base: VersionRecord | null;
  /** What is written. */
  readonly fields: ReactNode;
  readonly message: string;
  readonly onMessage: (message: string) => void;
  /** Why it cannot be saved now; `null` where it can. */
  readonly why: string | null;
  readonly save: { readonly pending: boolean; readonly error: unknown };
  /** @param force also where somebody saved another version meanwhile */
  readonly onSave: (force: boolean) => void;
  /** What stands between the button and what went wrong. */
  readonly notes: ReactNode;
  /** What else went wrong. */
  readonly error?: unknown;
  /** What would come of it. */
  readonly children: ReactNode;
}

/** The page of an editor: what is written, and beside it the button that saves it and what would come of it. */
export function EditorFrame({
  resource,
  base,
  fields,
  message,
  onMessage,
  why,
  save,
  onSave,
  ...rest
}: EditorFrameProps) {
  const overtaken = save.error !== null && describeFailure(save.error).code === "conflict";
  return (
    <Page
      wide
      title={base === null ? `Write ${resource.path}` : `Edit ${resource.path}`}
      trail={<PageLink to={addresses.resource(resource.id)}>{resource.path}</PageLink>}
      question={
        base === null
          ? "The first version. Saving makes nothing live."
          : `From v${base.number}. Saving makes a new version and nothing live.`
      }
    >
      <div className={styles["columns"]}>
        <div className={styles["fields"]}>{fields}</div>
        <div className={styles["outcome"]}>
          <div className={styles["save"]}>
            <TextInput
              label="Message"
              placeholder="What changes and why, for the history"
              value={message}
              onChange={(event) => onMessage(event.currentTarget.value)}
            />
            <ActionButton size="sm" fullWidth why={why} pending={save.pending} onClick={() => onSave(false)}>
              Save as a new version
            </ActionButton>
            {rest.notes}
            <ErrorNotice error={save.error ?? rest.error} />
            {overtaken ? (
              <ActionButton variant="default" pending={save.pending} onClick={() => onSave(true)}>
                Save on top of it all the same
              </ActionButton>
            ) : null}
          </div>
          {rest.children}
        </div>
      </div>
    </Page>
  );
}
