import type { ChainState } from "@countersign/core";
import { expect, it } from "vitest";
import { sealWords } from "./seal-words.ts";

const seal = (seq: number) => ({ seq, at: "2026-03-01T10:00:00.000Z", keyId: "k" });
const chain = (seq: number, sealed: ChainState["sealed"], broken: ChainState["broken"] = null): ChainState => ({
  intact: broken === null,
  events: seq,
  head: seq === 0 ? null : { seq, hash: "ab" },
  broken,
  sealed,
});
const broken = { seq: 900, problem: "its hash is wrong" };

it.each([
  [chain(3200, seal(1200)), "Sealed up to event 1,200", "2,000 events after it are not yet sealed."],
  [chain(1201, seal(1200)), "Sealed up to event 1,200", "1 event after it is not yet sealed."],
  [chain(1200, seal(1200)), "Sealed up to event 1,200", "Nothing came after it."],
  [chain(12, null), "No checkpoint has sealed it so far", "12 events are not yet sealed."],
  [chain(0, null), "No checkpoint has sealed it so far", ""],
  [chain(1200, seal(800), broken), "Sealed up to event 800", "No checkpoint vouches for what comes after it."],
  [chain(1200, null, broken), "No checkpoint vouches for what comes before the break", ""],
])("says how far the chain is sealed: %#", (state, said, after) => {
  expect(sealWords(state)).toEqual({ said, after });
});
