import { expect, it } from "vitest";
import { oneTimeLink } from "./one-time-link.ts";

it.each([
  ["https://host/people", "/", "https://host/#/invitation/inv_1"],
  ["https://host:8443/x/people?tab=invitations", "/x", "https://host:8443/x/#/invitation/inv_1"],
  ["https://host/a/b/c/people", "/a/b/c/", "https://host/a/b/c/#/invitation/inv_1"],
])("on %s below %s the link is %s", (page, base, link) => {
  expect(oneTimeLink(page, base, "inv_1")).toBe(link);
});
