import { expect, test } from "vitest";
import { flag, oneOf, searchFields, text, wholeNumber } from "./search-fields.ts";

const read = searchFields({ tab: oneOf(["a", "b"]), q: text, page: wholeNumber(1, 9), ended: flag });

test.each([
  [
    { tab: "a", q: "x", page: 3, ended: true },
    { tab: "a", q: "x", page: 3, ended: true },
  ],
  [{ tab: "z", q: "", page: 0, ended: "no" }, {}],
  [
    { q: 42, page: "7", ended: "1", other: "x" },
    { q: "42", page: 7, ended: true },
  ],
  [{ page: 1.5 }, {}],
])("reads %j", (search, expected) => {
  expect(read(search)).toEqual(expected);
});
