import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  builtInRoles,
  kindActions,
  kindOf,
  kindPermission,
  type Permission,
  permissionCatalogue,
  permissions,
  resourceKinds,
} from "../../../packages/core/src/index.ts";
import { root } from "../../bootstrap/repository.mjs";
import { withSection } from "../src/markdown.ts";

const page = join(root, "docs/permissions.md");

// The catalogue in core is the source. After a change of it, `npm test -- tests catalogue-docs -u` writes the page anew.
test("docs/permissions.md shows the catalogue and the built-in roles as they are in core", async () => {
  const sections = { actions: actionTable(), places: placeTable(), roles: roleTable(), grants: grantTable() };
  const shown = Object.entries(sections).reduce(
    (text, [name, content]) => withSection(text, name, content),
    readFileSync(page, "utf8"),
  );
  await expect(shown).toMatchFileSnapshot(page);
});

/** What can be done with a resource: alike for every kind, so one row stands for four permissions. */
function actionTable(): string {
  return table(
    ["permission", "whoever holds it may", "risk", "requires", "bits"],
    kindActions.map((action) => {
      const named = kindPermission("prompt", action);
      const { description, risk, requires } = permissionCatalogue[named];
      const bits = resourceKinds.map((kind) => permissionCatalogue[kindPermission(kind, action)].bit).join(", ");
      return [`\`<kind>:${action}\``, description, risk, requires.map(kindless).join(", "), bits];
    }),
  );
}

/** What is about workspaces and the organization. */
function placeTable(): string {
  return table(
    ["permission", "whoever holds it may", "risk", "can be bound at", "bit"],
    permissions
      .filter((permission) => kindOf(permission) === null)
      .map((permission) => {
        const { description, risk, scopes, bit } = permissionCatalogue[permission];
        return [`\`${permission}\``, description, risk, scopes.join(", "), String(bit)];
      }),
  );
}

function roleTable(): string {
  return table(
    ["role", "id", "in a sentence", "holds, for every kind", "holds besides"],
    [...builtInRoles.values()].map(({ id, name, description, permissions: held }) => {
      const others = permissions.filter((permission) => kindOf(permission) === null);
      return [
        name,
        `\`${id}\``,
        description,
        listOf(
          kindActions.filter((action) => held.has(kindPermission("prompt", action))),
          kindActions,
        ),
        listOf(
          others.filter((permission) => held.has(permission)),
          others,
        ),
      ];
    }),
  );
}

function grantTable(): string {
  return table(
    ["role", "may grant"],
    [...builtInRoles.values()].map(({ name, permissions: held, mayGrant }) => {
      if (mayGrant.isEmpty) return [name, "nothing"];
      if (mayGrant.equals(held)) return [name, "all that it holds"];
      return [name, [...new Set(mayGrant.toList().map(kindless))].join(", ")];
    }),
  );
}

/** What is held, or what is not where that is shorter to say. */
function listOf(held: readonly string[], of: readonly string[]): string {
  if (held.length === 0) return "nothing";
  if (held.length === of.length) return "everything";
  const missing = of.filter((one) => !held.includes(one));
  return missing.length < held.length && missing.length < 18
    ? `everything but ${missing.map(quoted).join(", ")}`
    : held.map(quoted).join(", ");
}

function kindless(permission: Permission): string {
  return quoted(kindOf(permission) === null ? permission : `<kind>:${permission.split(":")[1]}`);
}

function quoted(word: string): string {
  return `\`${word}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
