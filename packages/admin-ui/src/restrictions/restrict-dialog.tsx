import { meaningfulAt, type Permission, type RestrictionRecord } from "@countersign/core";
import { Input, Textarea } from "@mantine/core";
import { useCallback, useId, useMemo, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { boardsOf } from "../interface/board-rows.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import { PermissionBoard } from "../interface/permission-board.tsx";
import type { CellStanding } from "../interface/permission-cell.tsx";
import { ScopePicker, useScopeOptions } from "../interface/scope-picker.tsx";
import styles from "./restrict-dialog.module.css";
import { type RestrictionDraft, removedAt, restrictionProblem, togglePermission } from "./restriction-draft.ts";
import { whatItDoes } from "./restriction-words.ts";

export interface RestrictDialogProps {
  /** Where, at first. */
  readonly scopeId: string;
  onClose(): void;
}

/** Takes permissions away from everybody at a place: where, which, and why; says what that does before it is done. */
export function RestrictDialog({ scopeId, onClose }: RestrictDialogProps) {
  const [draft, setDraft] = useState<RestrictionDraft>({ scopeId, permissions: [], reason: "" });
  const boardId = useId();
  const place = useScopeOptions().find(({ id }) => id === draft.scopeId) ?? null;
  const may = useMay("restriction:manage", draft.scopeId ?? "");
  const standing = useAsk(
    ["restriction", "list", draft.scopeId],
    (client, options) => client.restriction.list({ scopeId: draft.scopeId ?? "" }, options),
    { enabled: place !== null && may.allowed },
  );
  const type = place?.type ?? "workspace";
  const boards = useMemo(() => {
    const meaningful = meaningfulAt(type);
    return boardsOf((permission) => meaningful.has(permission), "Off");
  }, [type]);
  const { permissions } = draft;
  const standingOf = useCallback(
    (permission: Permission) => standingIn(permissions, standing.data ?? [], permission),
    [permissions, standing.data],
  );
  const restrict = useAct(
    (client, input: { scopeId: string; permissions: readonly Permission[]; reason: string }) =>
      client.restriction.create(input),
    { done: (restriction) => `Restricted on ${restriction.scope.path}.` },
  );
  const removed = removedAt(draft, type);
  const submit = async () => {
    if (place === null) return;
    const answer = await restrict.run({ scopeId: place.id, permissions: removed, reason: draft.reason.trim() });
    if (answer !== undefined) onClose();
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="Restrict"
      size="60rem"
      verb="Restrict"
      destructive
      why={place !== null && !may.allowed ? may.why : restrictionProblem(draft, place?.type ?? null)}
      pending={restrict.pending}
      error={restrict.error}
      onSubmit={() => void submit()}
    >
      <ScopePicker
        description="It holds there and everywhere below."
        value={draft.scopeId}
        onChange={(chosen) => setDraft({ ...draft, scopeId: chosen })}
      />
      <Input.Wrapper
        labelElement="div"
        label="What nobody may do there any more"
        description="Dashed is switched off there already; choosing it keeps it off when the other restriction is lifted."
        descriptionProps={{ id: boardId }}
      >
        <div className={styles["boards"]}>
          <PermissionBoard
            boards={boards}
            standingOf={standingOf}
            name="permissions to switch off"
            locked={false}
            onToggle={(permission) => setDraft((now) => togglePermission(now, permission))}
          />
        </div>
      </Input.Wrapper>
      <Textarea
        label="Why"
        description="Shown beside it to those who manage access, and kept in the audit log."
        autosize
        minRows={2}
        maxRows={5}
        value={draft.reason}
        onChange={(event) => setDraft({ ...draft, reason: event.currentTarget.value })}
      />
      <div className={styles["effect"]} role="status" aria-label="What it will do">
        {place === null || removed.length === 0 ? (
          <p>Nothing is switched off yet.</p>
        ) : (
          whatItDoes(removed, place).map((sentence) => <p key={sentence}>{sentence}</p>)
        )}
      </div>
    </FormDialog>
  );
}

function standingIn(
  chosen: readonly Permission[],
  restrictions: readonly RestrictionRecord[],
  permission: Permission,
): CellStanding {
  const own = chosen.includes(permission);
  const by = restrictions.filter((restriction) => restriction.permissions.includes(permission));
  return {
    standing: own ? "own" : by.length > 0 ? "included" : "none",
    note: by.length === 0 ? null : `Switched off already on ${by.map(({ scope }) => scope.path).join(" and ")}`,
    idle: false,
    changed: false,
  };
}
