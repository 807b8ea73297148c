import { expect, test } from "vitest";
import { readInvitationHash } from "../shell/invitation-hash.ts";
import { invitationWords } from "./invitation-words.ts";
import { innerAddress, signInSearch } from "./sign-in-search.ts";

test.each([
  ["/requests/req_1?view=written", "/requests/req_1?view=written"],
  ["//evil.example", undefined],
  ["/\\evil.example", undefined],
  ["https://evil.example", undefined],
  ["javascript:alert(1)", undefined],
  ["/a\n/b", undefined],
  [7, undefined],
])("after signing in %j leads to %j", (to, address) => {
  expect(innerAddress(to)).toBe(address);
});

test("an address that leads elsewhere is left out", () => {
  expect(signInSearch({ to: "//evil.example" })).toEqual({});
});

test.each([
  ["/invitation/abc", "abc"],
  ["#/invitation/abc_1-2", "abc_1-2"],
  ["/invitation/", null],
  ["/invitation/a/b", null],
  ["", null],
])("the hash %j holds the token %j", (hash, token) => {
  expect(readInvitationHash(hash)).toBe(token);
});

const preview = {
  purpose: "invitation",
  organizationName: "Northwind",
  email: "a@b.example",
  hasAccount: false,
} as const;

test("an invitation asks a newcomer for a name, and whoever has an account only for a proof", () => {
  expect(invitationWords(preview)).toMatchObject({ asksName: true, newPassword: true });
  expect(invitationWords({ ...preview, hasAccount: true })).toMatchObject({ asksName: false, newPassword: false });
  expect(invitationWords({ ...preview, purpose: "credential" })).toMatchObject({ asksName: false, newPassword: true });
});
