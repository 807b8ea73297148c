import { expect, test } from "vitest";
import { groupPermissions } from "./permission-groups.ts";
import { initialsOf, toneOf } from "./person-mark.ts";
import { shortId } from "./short-id.ts";
import { stateOfRelease, stateOfRequest } from "./state.ts";

test.each([
  ["Ada Okafor", "AO"],
  ["  Björk ", "B"],
  ["Maria del Carmen Ruiz", "MR"],
  ["", "?"],
])("the initials of %j are %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("an id always has the same tone, one of six", () => {
  expect(toneOf("usr_abc")).toBe(toneOf("usr_abc"));
  for (const id of ["a", "b", "usr_0hj486kjcudfmnqswkkp", ""]) expect([0, 1, 2, 3, 4, 5]).toContain(toneOf(id));
});

test.each([
  ["sha256:d8e606c2aaaabbbbcccc", "d8e606c2…"],
  ["req_0hj486kjcudfmnqswkkp", "req_0hj486kj…"],
  ["req_12", "req_12"],
])("%s is shown as %s", (id, shown) => {
  expect(shortId(id)).toBe(shown);
});

test("permissions are grouped by what they are about, in the catalogue's order, each once", () => {
  expect(groupPermissions(["audit:view", "prompt:view", "prompt:use", "prompt:use"])).toEqual([
    {
      about: "prompt",
      held: [
        { permission: "prompt:use", action: "use" },
        { permission: "prompt:view", action: "view" },
      ],
    },
    { about: "audit", held: [{ permission: "audit:view", action: "view" }] },
  ]);
});

test.each([
  [{ kind: "approved", current: true }, "live"],
  [{ kind: "approved", current: false }, "superseded"],
  [{ kind: "adopted", current: true }, "unreviewed"],
  [{ kind: "break-glass", current: false }, "unreviewed"],
  [{ kind: "withdrawn", current: true }, "withdrawn"],
] as const)("a release %j is %s", (release, state) => {
  expect(stateOfRelease(release)).toBe(state);
});

test("an open request is in review", () => {
  expect(stateOfRequest("open")).toBe("in-review");
  expect(stateOfRequest("changes_requested")).toBe("changes-requested");
  expect(stateOfRequest("stale")).toBe("stale");
});
