import type { JsonValue } from "../content/canonical-json.ts";
import { valueAt } from "../content/json-pointer.ts";
import type { Refusal } from "../refusal.ts";

/** A line of a content that a comment stands on. */
export interface CommentAnchor {
  /** JSON pointer into the content with its includes resolved: `/messages/0/content`. */
  readonly path: string;
  /** From 1. A text has the lines that it is written in, anything else those of its indented JSON at most. */
  readonly line: number;
  /** The digest of the content that was looked at. */
  readonly digest: string;
}

/** A content that lines can be named of. */
export interface AnchoredContent {
  readonly digest: string;
  readonly expanded: JsonValue;
}

/** Why a comment cannot stand where it wants to; `null` when it can: the line is one of these contents. */
export function anchorProblem(anchor: CommentAnchor, contents: readonly AnchoredContent[]): Refusal | null {
  const content = contents.find(({ digest }) => digest === anchor.digest);
  if (content === undefined) {
    return {
      code: "stale",
      message: "The line is one of another content than those that the request compares now.",
      remedy: "Load the request again and comment on what it proposes now, or on what is served.",
    };
  }
  const value = valueAt(content.expanded, anchor.path);
  if (value === undefined) return noSuchLine(`The content has nothing at ${JSON.stringify(anchor.path)}`);
  const lines = (typeof value === "string" ? value : JSON.stringify(value, null, 2)).split("\n").length;
  return anchor.line > lines
    ? noSuchLine(`What stands at ${JSON.stringify(anchor.path)} has ${lines} ${lines === 1 ? "line" : "lines"}`)
    : null;
}

function noSuchLine(what: string): Refusal {
  return { code: "invalid", message: `${what}, so nobody can comment there.`, remedy: "Choose a line that is there." };
}
