import { permissions } from "@countersign/core";
import { expect, it } from "vitest";
import { boardRows } from "./board-rows.ts";

it("a role's page shows every permission of the catalogue once", () => {
  const shown = boardRows.flatMap((board) => board.rows.flatMap((row) => row.permissions));
  expect([...shown].sort()).toEqual([...permissions].sort());
});

it("has one permission below each head", () => {
  for (const board of boardRows) {
    for (const row of board.rows) expect(row.permissions).toHaveLength(board.heads.length);
  }
});
