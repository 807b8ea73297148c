import { type AuditEventRecord, auditActions, isAuditAction } from "@countersign/core";

/** What an event says: what was done; refused, what was tried. */
export function eventSentence({ action, outcome }: Pick<AuditEventRecord, "action" | "outcome">): string {
  const said = isAuditAction(action) ? auditActions[action] : action;
  return outcome === "done" ? said.replace(/\.$/, "") : `${action} was refused`;
}

/** The actions one can filter by, grouped by what they are about. */
export interface ActionGroup {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}

export function actionGroups(): ActionGroup[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const action of Object.keys(auditActions)) {
    const about = action.split(".")[0] ?? "";
    groups.set(about, [...(groups.get(about) ?? []), { value: action, label: action }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
