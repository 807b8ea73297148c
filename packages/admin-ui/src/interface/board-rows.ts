import { kindActions, kindPermission, type Permission, resourceKinds } from "@countersign/core";
import { permissionBlocks } from "./permission-rows.ts";

/** One grid of permissions. */
export interface Board {
  readonly title: string;
  /** What stands above the columns. */
  readonly heads: readonly string[];
  readonly rows: readonly BoardRow[];
}

interface BoardRow {
  readonly word: string;
  readonly description: string;
  readonly risk: "low" | "high" | "critical";
  /** One for each head. */
  readonly permissions: readonly Permission[];
}

/** What each action allows, whatever the kind. */
const actionMeanings: Readonly<Record<(typeof kindActions)[number], string>> = {
  use: "fetch what a label serves",
  view: "see drafts, history and diffs",
  comment: "comment on resources and requests",
  create: "create resources",
  edit: "save new versions, change metadata",
  delete: "delete resources",
  request: "open release requests here",
  review: "give approvals that count",
  publish: "publish what is approved, move labels, roll back",
};

const rowOf = new Map(permissionBlocks.flatMap((block) => block.rows).map((row) => [row.permission, row]));

/** The whole catalogue as three grids: actions by kind of resource, then workspaces, then the organization. */
export const boardRows: readonly Board[] = [
  {
    title: "Resources",
    heads: ["Prompts", "Workflows", "Datasets", "Evaluations"],
    rows: kindActions.map((action) => ({
      word: action,
      description: actionMeanings[action],
      risk: rowOf.get(kindPermission("prompt", action))?.risk ?? "low",
      permissions: resourceKinds.map((kind) => kindPermission(kind, action)),
    })),
  },
  ...permissionBlocks
    .filter(({ title }) => title === "Workspace" || title === "Organization")
    .map(({ title, rows }) => ({
      title,
      heads: ["Gives"],
      rows: rows.map(({ word, description, risk, permission }) => ({
        word,
        description,
        risk,
        permissions: [permission],
      })),
    })),
];

/**
 * The grids with nothing in them but what is offered; rows and grids that would be empty are left out.
 *
 * @param head what stands above the column of permissions that are about no kind.
 */
export function boardsOf(offered: (permission: Permission) => boolean, head: string): readonly Board[] {
  return boardRows
    .map(({ title, heads, rows }) => ({
      title,
      heads: heads.length === 1 ? [head] : heads,
      // A row of kinds means something for all of them or for none.
      rows: rows.filter((row) => row.permissions.every(offered)),
    }))
    .filter(({ rows }) => rows.length > 0);
}
