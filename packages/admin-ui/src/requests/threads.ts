import type { CommentRecord, RequestRecord } from "@countersign/core";

/** A comment with its answers. */
export interface Thread {
  readonly first: CommentRecord;
  /** Oldest first. */
  readonly answers: readonly CommentRecord[];
  /** Which side of the comparison its line is of; `earlier` for one of an earlier push, `null` where it stands on none. */
  readonly place: "before" | "after" | "earlier" | null;
}

type Compared = Pick<RequestRecord, "comments" | "comparison">;

/** Every thread of a request, oldest first. */
export function threadsOf({ comments, comparison }: Compared): readonly Thread[] {
  const { before, after } = comparison;
  return comments
    .filter(({ threadId }) => threadId === null)
    .map((first) => ({
      first,
      answers: comments.filter(({ threadId }) => threadId === first.id),
      place:
        first.anchor === null
          ? null
          : first.anchor.digest === after.digest
            ? "after"
            : first.anchor.digest === before?.digest
              ? "before"
              : "earlier",
    }));
}

/** The threads below one line of the comparison; those on an earlier push are not of it. */
export function threadsAt(request: Compared, path: string, line: number, side: "before" | "after"): readonly Thread[] {
  return threadsOf(request).filter(
    ({ first: { anchor }, place }) => place === side && anchor?.path === path && anchor.line === line,
  );
}

/** The threads on lines that nobody has resolved. */
export function openThreads(request: Compared): readonly Thread[] {
  return threadsOf(request).filter(({ first, place }) => place !== null && first.resolvedAt === null);
}

/** Where a thread stands, after its author and time; empty for one on the whole. */
export function placeWords({ first: { anchor }, place }: Thread): string {
  if (anchor === null) return "";
  switch (place) {
    case "before":
      return `on line ${anchor.line} of what is served`;
    case "earlier":
      return `on line ${anchor.line} of what was proposed earlier`;
    default:
      return `on line ${anchor.line}`;
  }
}
