import { expect, test } from "vitest";
import { addresses, readAddress, searchOf } from "./addresses.ts";

test("an address escapes what stands in it", () => {
  expect(addresses.resources("a/b", "prompt").path).toBe("/w/a%2Fb/prompts");
});

test("the search leaves out what is not given", () => {
  expect(searchOf(addresses.resource("res_1", "versions", { after: "ver_2" }))).toEqual({
    tab: "versions",
    after: "ver_2",
  });
  expect(searchOf(addresses.home())).toEqual({});
});

test.each([
  ["/reviews?show=mine", { path: "/reviews", search: { show: "mine" } }],
  ["requests/req_1", { path: "/requests/req_1", search: {} }],
  ["", { path: "/", search: {} }],
])("reads %j", (text, address) => {
  expect(readAddress(text)).toEqual(address);
});
