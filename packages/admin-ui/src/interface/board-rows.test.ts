import { meaningfulAt, permissions } from "@countersign/core";
import { expect, it } from "vitest";
import { boardRows, boardsOf } from "./board-rows.ts";

it("a role's page shows every permission of the catalogue once", () => {
  const shown = boardRows.flatMap((board) => board.rows.flatMap((row) => row.permissions));
  expect([...shown].sort()).toEqual([...permissions].sort());
});

it("has one permission below each head", () => {
  for (const board of boardRows) {
    for (const row of board.rows) expect(row.permissions).toHaveLength(board.heads.length);
  }
});

it("offers at each place all that means something there, and nothing else", () => {
  for (const type of ["organization", "workspace", "folder"] as const) {
    const meaningful = meaningfulAt(type);
    const boards = boardsOf((permission) => meaningful.has(permission), "Off");
    const shown = boards.flatMap((board) => board.rows.flatMap((row) => row.permissions));
    expect([...shown].sort(), type).toEqual(meaningful.toList().toSorted());
    for (const board of boards) expect(board.heads.length === 4 || board.heads[0] === "Off").toBe(true);
  }
});
