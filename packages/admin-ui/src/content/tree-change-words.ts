import type { RequestStateName, TreeChangeRecord } from "@countersign/core";

/** A change of the tree told: what is done, to what, and where it leads. */
export interface TreeChangeWords {
  readonly verb: "Rename" | "Move" | "Archive" | "Restore" | "Withdraw";
  /** With the workspace's name. */
  readonly subject: string;
  /** Of a rename or move, else `null`. */
  readonly to: string | null;
}

export function treeChangeWords(
  change: Pick<TreeChangeRecord, "type" | "scope" | "from" | "to" | "label">,
): TreeChangeWords {
  const { type, scope, from, to } = change;
  if (type === "withdraw") return { verb: "Withdraw", subject: `${change.label ?? ""} of ${scope.path}`, to: null };
  if (type !== "move") return { verb: type === "archive" ? "Archive" : "Restore", subject: scope.path, to: null };
  if (to === null) return { verb: "Move", subject: scope.path, to };
  const workspace = to.split("/", 1)[0] ?? "";
  const subject = `${workspace}/${from}`;
  return { verb: folderOf(subject) === folderOf(to) ? "Rename" : "Move", subject, to };
}

/** In a line: `Rename production/support/refund to production/support/reply`. */
export function treeChangeLine(change: Parameters<typeof treeChangeWords>[0]): string {
  const { verb, subject, to } = treeChangeWords(change);
  return to === null ? `${verb} ${subject}` : `${verb} ${subject} to ${to}`;
}

/** What a request is, without saying of what: `Rename of a prompt`. */
export function treeChangeSort(change: Parameters<typeof treeChangeWords>[0] & Pick<TreeChangeRecord, "kind">): string {
  const thing = change.kind ?? change.scope.type;
  if (change.type === "withdraw") return "Withdrawal of a label";
  const nouns = { Rename: "Rename", Move: "Move", Archive: "Archiving", Restore: "Restoring", Withdraw: "Withdrawal" };
  return `${nouns[treeChangeWords(change).verb]} of ${thing === "evaluation" ? "an" : "a"} ${thing}`;
}

/** The word of its state where it is not the one of a request for a release. */
export function treeStateWord(state: RequestStateName): { readonly word?: string } {
  return state === "published" ? { word: "Carried out" } : {};
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
