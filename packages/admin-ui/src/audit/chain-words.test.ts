import { expect, it } from "vitest";
import { chainWords } from "./chain-words.ts";

const head = { seq: 1200, hash: "ab" };

it.each([
  [null, "The chain has not been verified here yet"],
  [
    { intact: true, events: 1200, head, broken: null, sealed: null },
    "The record is whole: 1,200 events, each linked to the one before",
  ],
  [
    { intact: true, events: 1, head, broken: null, sealed: null },
    "The record is whole: 1 event, each linked to the one before",
  ],
  [
    { intact: false, events: 1200, head, broken: { seq: 118, problem: "its hash is wrong" }, sealed: null },
    "The chain is broken at event 118: its hash is wrong",
  ],
  [{ intact: false, events: 2, head: null, broken: null, sealed: null }, "The chain of 2 events is not intact"],
])("says what verifying found: %#", (chain, said) => {
  expect(chainWords(chain)).toBe(said);
});
