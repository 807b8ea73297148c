import { describe, expect, it } from "vitest";
import { resourceOptions, scopeOptions } from "./scope-options.ts";

describe("the resources that a search found", () => {
  const workspaces = [{ id: "dev", name: "development" }];
  const hit = { type: "resource", id: "r", title: "refund-reply", workspaceId: "dev" } as const;

  it("stand by their whole path: the folder was left out, so that two of one name looked alike", () => {
    const found = [{ ...hit, detail: "development/support/refund-reply" }];
    expect(resourceOptions(found, workspaces).map(({ path }) => path)).toEqual(["development/support/refund-reply"]);
  });

  it("are those found by name, not those found by their text, nor anything else", () => {
    const others = [
      { ...hit, detail: "Refunds are possible within …" },
      { ...hit, type: "folder", detail: "development/refund-reply" },
    ] as const;
    expect(resourceOptions(others, workspaces)).toEqual([]);
  });
});

describe("the scopes one chooses from", () => {
  it("stand below their parents, at their depth", () => {
    const folder = (id: string, workspaceId: string, path: string) => ({
      id,
      workspaceId,
      path,
      name: path.split("/").at(-1) ?? "",
    });
    const options = scopeOptions(
      { id: "o", name: "Northwind" },
      [
        { id: "dev", name: "development" },
        { id: "prod", name: "production" },
      ],
      [
        folder("3", "dev", "support-old"),
        folder("2", "dev", "support/tone"),
        folder("1", "dev", "support"),
        folder("4", "prod", "a"),
      ],
    );
    expect(options.map(({ depth, path }) => `${depth} ${path}`)).toEqual([
      "0 Northwind",
      "1 development",
      "2 development/support",
      "3 development/support/tone",
      "2 development/support-old",
      "1 production",
      "2 production/a",
    ]);
  });
});
