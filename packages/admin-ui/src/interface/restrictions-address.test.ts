import { expect, it } from "vitest";
import { restrictionsAddress } from "./restrictions-address.ts";

it("a place's restrictions have an address: of the organization, of a workspace, of a folder in it", () => {
  expect(restrictionsAddress({ id: "o", type: "organization", path: "a/b" })).toEqual({
    path: "/restrictions",
    search: {},
  });
  expect(restrictionsAddress({ id: "w", type: "workspace", path: "dev" }, "rst")).toEqual({
    path: "/w/dev/restrictions",
    search: { restriction: "rst" },
  });
  expect(restrictionsAddress({ id: "f", type: "folder", path: "dev/support/tone" })).toEqual({
    path: "/w/dev/restrictions",
    search: { folder: "f" },
  });
  expect(restrictionsAddress({ id: "r", type: "resource", path: "dev/support/greeting" })).toEqual({
    path: "/w/dev/restrictions",
    search: {},
  });
});
