import { expect, it } from "vitest";
import { progressShare, progressWords } from "./export-words.ts";

it.each([
  [null, "Asking the server…", 0],
  [{ events: 0, of: 12_000, bytes: 0 }, "0 of 12,000 events, 0 kB", 0],
  [{ events: 3000, of: 12_000, bytes: 999_000 }, "3,000 of 12,000 events, 999 kB", 25],
  [{ events: 12_000, of: 12_000, bytes: 12_345_678 }, "12,000 of 12,000 events, 12.3 MB", 100],
  [{ events: 0, of: 0, bytes: 10 }, "0 of 0 events, 1 kB", 0],
])("says how far an export has come: %#", (progress, words, share) => {
  expect(progressWords(progress)).toBe(words);
  expect(progressShare(progress)).toBe(share);
});
