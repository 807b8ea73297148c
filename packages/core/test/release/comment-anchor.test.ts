import { describe, expect, test } from "vitest";
import { anchorProblem } from "../../src/release/comment-anchor.ts";
import { digests } from "./request-fixture.ts";

const expanded = {
  messages: [{ content: "one\ntwo\n" }],
  model: { name: "m" },
  "a/b~c": "x",
  empty: "",
};
const contents = [{ digest: digests.v1, expanded }];
const at = (path: string, line: number, digest: string = digests.v1) => ({ path, line, digest });

describe("a comment stands on a line that is there", () => {
  test.each([
    ["a line of a text", at("/messages/0/content", 2), null],
    ["the empty line after the last one", at("/messages/0/content", 3), null],
    ["no line of a text", at("/messages/0/content", 4), "invalid"],
    ["the one line of an empty text", at("/empty", 1), null],
    ["a line of an object", at("/model", 3), null],
    ["no line of an object", at("/model", 4), "invalid"],
    ["the whole", at("", 1), null],
    ["a name with a slash and a tilde", at("/a~1b~0c", 1), null],
    ["a name that is not there", at("/nothing", 1), "invalid"],
    ["a name that every object has", at("/toString", 1), "invalid"],
    ["an index that is none", at("/messages/00/content", 1), "invalid"],
    ["an index past the end", at("/messages/1/content", 1), "invalid"],
    ["a step into a text", at("/empty/length", 1), "invalid"],
    ["a pointer without its slash", at("messages", 1), "invalid"],
    ["another content", at("/empty", 1, digests.v2), "stale"],
  ])("%s", (_, anchor, code) => {
    expect(anchorProblem(anchor, contents)?.code ?? null).toBe(code);
  });
});
