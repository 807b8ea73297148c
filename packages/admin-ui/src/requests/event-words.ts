import type { TimelineEntry } from "@countersign/core";

/** An event told: what happened, what was said, and the digest it is about. */
export interface EventWords {
  /** Follows the name of whoever did it. */
  readonly words: string;
  /** What he said; `null` for nothing. */
  readonly note: string | null;
  readonly digest: string | null;
}

/** Tells an event of a request's timeline. One that is not known by name is told by its name. */
export function eventWords(entry: Pick<TimelineEntry, "event" | "text">): EventWords {
  const digest = entry.text.startsWith("sha256:") ? entry.text : null;
  const note = digest !== null || entry.text === "" ? null : entry.text;
  return { words: wordsOf[entry.event] ?? entry.event.replaceAll("-", " "), note, digest };
}

/** Tells an event of a request for a change of the tree. */
export function treeEventWords(entry: Pick<TimelineEntry, "event" | "text">): EventWords {
  return { ...eventWords(entry), ...treeWords[entry.event] };
}

const treeWords: Readonly<Record<string, Pick<EventWords, "words">>> = {
  opened: { words: "asked for the change" },
  rebased: { words: "rebased it on what it touches now" },
  published: { words: "carried it out" },
};

const wordsOf: Readonly<Record<string, string>> = {
  opened: "asked for the release",
  pushed: "pushed another version",
  rebased: "rebased it on what is served",
  approved: "approved it",
  "changes-requested": "asked for changes",
  commented: "commented",
  "review-dismissed": "has to look again: the approval was dismissed",
  "objection-dismissed": "dismissed a request for changes",
  scheduled: "scheduled it",
  unscheduled: "took back its hour",
  "schedule-failed": "was to publish it, and could not",
  published: "published it",
  rejected: "rejected it",
  cancelled: "cancelled it",
  expired: "let it expire",
};
