import type { GrantPath } from "@countersign/core";
import { expect, it } from "vitest";
import { sharesOf } from "./source-shares.ts";

const path = (roleId: string): GrantPath => ({
  bindingId: roleId,
  groups: [],
  roles: [{ id: roleId, name: roleId }],
  scope: { id: "w", type: "workspace", name: "w", path: "w" },
  expiresAt: null,
});

it("each path brings what its role gives, as far as it counts", () => {
  const shares = sharesOf(
    ["prompt:use", "prompt:view"],
    [path("viewer"), path("consumer"), path("member"), path("gone")],
    [
      { id: "viewer", may: ["prompt:use", "prompt:view", "workspace:view"] },
      { id: "consumer", may: ["prompt:use"] },
      // It stood as a source of its own at every workspace, with "Nothing that counts here".
      { id: "member", may: ["member:view"] },
    ],
  );
  expect(shares.map(({ source, permissions }) => [source.bindingId, ...permissions])).toEqual([
    ["viewer", "prompt:use", "prompt:view"],
    ["consumer", "prompt:use"],
    ["gone"],
  ]);
});
