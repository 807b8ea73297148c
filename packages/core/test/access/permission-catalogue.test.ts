import { describe, expect, test } from "vitest";
import {
  builtInRoles,
  closed,
  kindActions,
  kindPermission,
  meaningfulAt,
  type Permission,
  PermissionSet,
  parsePermission,
  permissionCatalogue,
  permissions,
  resourceKinds,
  scopeTypes,
} from "../../src/index.ts";

describe("the catalogue", () => {
  test("has 4 kinds of 9 actions, 10 permissions of workspaces and 15 of the organization", () => {
    const count = (category: string) =>
      permissions.filter((permission) => permissionCatalogue[permission].category === category).length;
    expect([count("kind"), count("workspace"), count("organization")]).toEqual([36, 10, 15]);
    for (const kind of resourceKinds) {
      for (const action of kindActions) expect(permissions).toContain(kindPermission(kind, action));
    }
  });

  // Stored masks mean these numbers. A new permission takes the next free one; a removed one leaves its number unused.
  test("keeps every permission at its bit", () => {
    const bits = permissions.map((permission) => permissionCatalogue[permission].bit);
    expect(bits).toEqual(Array.from({ length: 61 }, (_, bit) => bit));
    const fixed = {
      "prompt:use": 0,
      "prompt:publish": 8,
      "workflow:use": 9,
      "dataset:use": 18,
      "evaluation:publish": 35,
      "workspace:view": 36,
      "binding:manage": 41,
      "webhook:manage": 45,
      "organization:update": 46,
      "access:view": 54,
      "identity:manage": 60,
    } as const;
    for (const [permission, bit] of Object.entries(fixed)) {
      expect(permissionCatalogue[parsePermission(permission) ?? "prompt:use"].bit, permission).toBe(bit);
    }
  });

  test("gives kinds a meaning everywhere and asks for view where the rules do", () => {
    for (const permission of permissions) {
      const { category, scopes, requires } = permissionCatalogue[permission];
      const [subject, action = ""] = permission.split(":");
      expect(scopes[0]).toBe("organization");
      expect(scopes).toEqual(scopeTypes.slice(0, scopes.length));
      if (category === "kind") expect(scopes).toEqual(scopeTypes);
      const needsView = category === "kind" && ["comment", "edit", "delete", "review", "publish"].includes(action);
      expect(requires, permission).toEqual(needsView ? [`${subject}:view`] : []);
    }
  });

  test("I2 reads nothing but its own permissions", () => {
    for (const permission of permissions) expect(parsePermission(permission)).toBe(permission);
    for (const text of [
      "",
      "prompt",
      "prompt:",
      "prompt:USE",
      " prompt:use",
      "prompt:use ",
      "prompt:*",
      "toString",
      "__proto__",
    ]) {
      expect(parsePermission(text), text).toBeNull();
    }
    for (const value of [null, undefined, 0, {}, ["prompt:use"]]) expect(parsePermission(value)).toBeNull();
  });
});

describe("the built-in roles", () => {
  const ofKinds = (...actions: readonly (typeof kindActions)[number][]): readonly Permission[] =>
    resourceKinds.flatMap((kind) => actions.map((action) => kindPermission(kind, action)));
  const everything = PermissionSet.all;
  const organizationAdmin = everything.minus(
    PermissionSet.of("organization:delete", "identity:manage", "release:break-glass"),
  );
  const inWorkspaces = meaningfulAt("workspace").minus(PermissionSet.of("release:break-glass"));
  const none = PermissionSet.empty;
  const cases: readonly { readonly id: string; readonly may: PermissionSet; readonly mayGrant: PermissionSet }[] = [
    { id: "organization.owner", may: everything, mayGrant: everything },
    { id: "organization.admin", may: organizationAdmin, mayGrant: organizationAdmin },
    {
      id: "organization.auditor",
      may: PermissionSet.of("member:view", "access:view", "audit:view", "audit:export", ...ofKinds("view")),
      mayGrant: none,
    },
    { id: "organization.member", may: PermissionSet.of("member:view"), mayGrant: none },
    { id: "workspace.admin", may: inWorkspaces, mayGrant: inWorkspaces },
    {
      id: "workspace.editor",
      may: PermissionSet.of(
        "workspace:view",
        ...ofKinds("view", "use", "comment", "create", "edit", "delete", "request"),
      ),
      mayGrant: none,
    },
    {
      id: "workspace.requester",
      may: PermissionSet.of("workspace:view", ...ofKinds("use", "request")),
      mayGrant: none,
    },
    {
      id: "workspace.reviewer",
      may: PermissionSet.of("workspace:view", ...ofKinds("view", "use", "comment", "review")),
      mayGrant: none,
    },
    {
      id: "workspace.publisher",
      may: PermissionSet.of("workspace:view", ...ofKinds("view", "use", "publish")),
      mayGrant: none,
    },
    {
      id: "workspace.developer",
      may: PermissionSet.of("workspace:view", "key:manage", "service-account:manage", ...ofKinds("view", "use")),
      mayGrant: PermissionSet.of(...ofKinds("use")),
    },
    { id: "workspace.viewer", may: PermissionSet.of("workspace:view", ...ofKinds("view", "use")), mayGrant: none },
    { id: "workspace.consumer", may: PermissionSet.of(...ofKinds("use")), mayGrant: none },
  ];

  test("are these and no others", () => {
    expect([...builtInRoles.keys()]).toEqual(cases.map(({ id }) => id));
  });

  test.each(cases)("$id", ({ id, may, mayGrant }) => {
    const role = builtInRoles.get(id);
    expect(role?.permissions.toList()).toEqual(may.toList());
    expect(role?.mayGrant.toList()).toEqual(mayGrant.toList());
    expect(role?.mayGrant.isSubsetOf(role.permissions)).toBe(true);
    expect(closed(may).equals(may)).toBe(true);
  });
});
