import type { ChainState } from "@countersign/core";

/** How far checkpoints reach. When and by which key the newest was made stands between the two. */
export interface SealWords {
  /** Without its full stop. */
  readonly said: string;
  /** What lies after it; "" where the log has nothing yet. */
  readonly after: string;
}

/** How far the chain is sealed, and what is not yet. What comes after the newest checkpoint is linked, and no more. */
export function sealWords({ sealed, broken, head }: ChainState): SealWords {
  if (sealed === null) {
    if (broken !== null) return { said: "No checkpoint vouches for what comes before the break", after: "" };
    return { said: "No checkpoint has sealed it so far", after: notYetSealed(head?.seq ?? 0, "") };
  }
  const said = `Sealed up to event ${sealed.seq.toLocaleString("en")}`;
  if (broken !== null) return { said, after: "No checkpoint vouches for what comes after it." };
  const newer = (head?.seq ?? sealed.seq) - sealed.seq;
  return { said, after: newer === 0 ? "Nothing came after it." : notYetSealed(newer, " after it") };
}

function notYetSealed(events: number, where: string): string {
  if (events === 0) return "";
  return events === 1
    ? `1 event${where} is not yet sealed.`
    : `${events.toLocaleString("en")} events${where} are not yet sealed.`;
}
