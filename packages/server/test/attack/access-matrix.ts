import { readFileSync } from "node:fs";
import { z } from "zod";

/** One row of `access-matrix.json`: what should happen, written by hand from the design and the contract. */
export type MatrixRow = z.infer<typeof row>;

const row = z.strictObject({
  /** `public`, `member`, a permission of the catalogue, or one of the located kind: `<kind>:edit`. */
  permission: z.string(),
  /** The argument that the scope of the permission comes from. */
  argument: z.string().optional(),
  /** Permissions that let through as well. */
  or: z.array(z.string()).optional(),
  /** Whose own thing it must be to be let through without the permission. */
  own: z.string().optional(),
  /** Permissions that are asked beside. */
  also: z.array(z.string()).optional(),
  /** Who alone may beyond that. */
  only: z.enum(["session", "person", "requester", "owner-session", "named-account"]).optional(),
  /** What makes the thing visible; without, it is no secret. */
  seenBy: z.union([z.literal("anything-there"), z.array(z.string())]).optional(),
  /** The answer about what is not there or may not be seen. */
  hidden: z.enum(["not_found"]).optional(),
  why: z.string().optional(),
});

/** The matrix, its procedures and its routes by name. */
export const accessMatrix = z
  .strictObject({ procedures: z.record(z.string(), row), routes: z.record(z.string(), row) })
  .parse(JSON.parse(readFileSync(new URL("access-matrix.json", import.meta.url), "utf8")));

/** What a procedure declares of itself. */
export type DeclaredAccess =
  | { readonly type: "public" | "member" }
  | { readonly type: "permission"; readonly permission: string; readonly argument: string; readonly orOwn: boolean };

/** Every difference between the matrix and what is declared, in sentences; empty when there is none. */
export function differences(
  rows: Readonly<Record<string, MatrixRow>>,
  declared: Readonly<Record<string, DeclaredAccess>>,
): readonly string[] {
  const missing = Object.keys(declared).filter((name) => !Object.hasOwn(rows, name));
  return [
    ...missing.map((name) => `${name} is not in access-matrix.json: decide who may call it and add it by hand.`),
    ...Object.entries(rows).flatMap(([name, expected]) => {
      const found = Object.hasOwn(declared, name) ? declared[name] : undefined;
      if (found === undefined) return [`${name} is in access-matrix.json, and the server does not have it.`];
      const [wanted, has] = [textOf(shapeOf(expected)), textOf(found)];
      return wanted === has ? [] : [`${name} should declare ${wanted} and declares ${has}.`];
    }),
  ];
}

function shapeOf({ permission, argument = "none", or, own }: MatrixRow): DeclaredAccess {
  if (permission === "public" || permission === "member") return { type: permission };
  const orOwn = or !== undefined || own !== undefined;
  return { type: "permission", permission: permission.replace("<kind>:", ""), argument, orOwn };
}

function textOf(access: DeclaredAccess): string {
  if (access.type !== "permission") return access.type;
  return `${access.permission} at ${access.argument}${access.orOwn ? " or of one's own" : ""}`;
}
