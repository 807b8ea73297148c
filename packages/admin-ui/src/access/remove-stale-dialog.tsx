import type { CountersignApi } from "@countersign/core";
import { Progress, Stack } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import styles from "./stale-page.module.css";
import { removalWords, type StaleRow, staleName } from "./stale-rows.ts";

export interface RemoveStaleDialogProps {
  readonly rows: readonly StaleRow[];
  onClose(): void;
  /** Told the ids of what went, also where some of it could not. */
  onRemoved(ids: readonly string[]): void;
}

interface Failed {
  readonly row: StaleRow;
  readonly error: unknown;
}

/** Removes what was chosen, one after the other, and says what could not be. */
export function RemoveStaleDialog({ rows, onClose, onRemoved }: RemoveStaleDialogProps) {
  // What was chosen when the dialog opened: it must not shrink while it works.
  const [chosen] = useState(rows);
  const [done, setDone] = useState(0);
  const [failed, setFailed] = useState<readonly Failed[]>([]);
  const remove = useAct(
    async (client, input: readonly StaleRow[]) => {
      const removed: string[] = [];
      const refused: Failed[] = [];
      for (const row of input) {
        try {
          await removeOne(client, row);
          removed.push(row.id);
        } catch (error) {
          refused.push({ row, error });
        }
        setDone(removed.length + refused.length);
      }
      return { removed, refused };
    },
    {
      done: ({ removed, refused }) =>
        `${removed.length} removed${refused.length === 0 ? "" : `, ${refused.length} refused`}.`,
    },
  );
  const run = async () => {
    setFailed([]);
    setDone(0);
    const answer = await remove.run(failed.length > 0 ? failed.map(({ row }) => row) : chosen);
    if (answer === undefined) return;
    onRemoved(answer.removed);
    if (answer.refused.length === 0) onClose();
    setFailed(answer.refused);
  };
  return (
    <ConfirmByName
      opened
      onClose={onClose}
      title="Remove stale access?"
      name={chosen.length === 1 ? "remove 1" : `remove ${chosen.length}`}
      verb="Remove"
      pending={remove.pending}
      error={remove.error}
      onConfirm={() => void run()}
    >
      <Stack gap="sm">
        {removalWords(chosen).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <ul className={styles["names"]} tabIndex={0} aria-label="What is removed">
          {chosen.map((row) => (
            <li key={row.id}>{staleName(row)}</li>
          ))}
        </ul>
        {remove.pending ? (
          <Progress value={(done / chosen.length) * 100} aria-label={`${done} of ${chosen.length} removed`} />
        ) : null}
        {failed.length === 0 ? null : (
          <div className={styles["failed"]}>
            {failed.map(({ row, error }) => (
              <div key={row.id}>
                <p>{staleName(row)} stays:</p>
                <ErrorNotice error={error} />
              </div>
            ))}
          </div>
        )}
      </Stack>
    </ConfirmByName>
  );
}

async function removeOne(client: CountersignApi, row: StaleRow): Promise<void> {
  switch (row.sort) {
    case "binding":
      await client.binding.delete({ bindingId: row.id });
      return;
    case "key":
      await client.key.revoke({ keyId: row.id });
      return;
    case "principal":
      if (row.principal.type === "user") await client.member.suspend({ memberId: row.id, reason: unused });
      else await client.serviceAccount.suspend({ serviceAccountId: row.id, reason: unused });
  }
}

const unused = "Unused, found among stale access.";
