import type { BindingSource, GroupSource, ManifestSource, Permission, RoleSource } from "@countersign/core";
import fc from "fast-check";

/** Who is there. */
export const people = ["ann@acme.test", "ben@acme.test", "cleo@acme.test"] as const;

const permissions = [
  "prompt:use",
  "prompt:view",
  "prompt:edit",
  "dataset:view",
  "workspace:view",
  "member:view",
  "audit:view",
] as const satisfies readonly Permission[];
const roleNames = ["alpha", "beta", "gamma"] as const;
const groupNames = ["inner", "middle", "outer"] as const;
const accountNames = ["robot", "crawler"] as const;
/** Workspaces are never pruned: an archived one keeps its name. */
const workspaceNames = ["production", "development"] as const;
const builtIn = ["workspace.viewer", "workspace.editor", "workspace.consumer"] as const;

/** A manifest of the given name in which every name leads somewhere. */
export function randomManifest(name: string): fc.Arbitrary<ManifestSource> {
  return fc
    .record({
      roles: fc.subarray([...roleNames]),
      groups: fc.subarray([...groupNames]),
      accounts: fc.subarray([...accountNames]),
    })
    .chain(({ roles, groups, accounts }) =>
      fc.record({
        manifest: fc.constant(name),
        workspaces: fc.constant(Object.fromEntries(workspaceNames.map((one) => [one, {}]))),
        roles: recordOf(roles, (_, earlier) => randomRole(earlier)),
        groups: recordOf(groups, (_, earlier) => randomGroup(earlier)),
        serviceAccounts: recordOf(accounts, (account) =>
          fc.record(
            {
              description: fc.constantFrom("", "What it is for"),
              home: fc.constant(account === "robot" ? "/" : "production"),
              responsible: fc.subarray([...people], { minLength: 1 }),
            },
            { requiredKeys: ["home"] },
          ),
        ),
        bindings: fc.uniqueArray(randomBinding(roles, groups, accounts), { maxLength: 12, selector: bindingKey }),
        policies: fc.subarray([
          {
            name: "reviewed",
            at: "production",
            label: "production",
            mode: "evaluate" as const,
            requirements: [{ count: 1, role: "workspace.reviewer" }],
          },
          {
            name: "seen by Ann",
            at: "/",
            label: "prod-*",
            kinds: ["prompt" as const],
            mode: "evaluate" as const,
            requirements: [
              {
                count: 1,
                people: ["ann@acme.test"],
                when: [{ type: "size" as const, unit: "lines" as const, over: 3 }],
              },
            ],
          },
        ]),
      }),
    );
}

function recordOf<T>(
  names: readonly string[],
  valueFor: (name: string, earlier: readonly string[]) => fc.Arbitrary<T>,
): fc.Arbitrary<Record<string, T>> {
  return fc.record(Object.fromEntries(names.map((name, index) => [name, valueFor(name, names.slice(0, index))])));
}

/** Includes lead to earlier ones alone, so never in a circle. */
function randomRole(earlier: readonly string[]): fc.Arbitrary<RoleSource> {
  return fc.record(
    {
      permissions: fc.subarray([...permissions]),
      description: fc.constantFrom("", "Does something", "Does more"),
      includes: fc.subarray([...earlier, ...builtIn]),
    },
    { requiredKeys: ["permissions"] },
  );
}

function randomGroup(earlier: readonly string[]): fc.Arbitrary<GroupSource> {
  return fc.record(
    {
      description: fc.constantFrom("", "Together"),
      members: fc.subarray([...people]),
      groups: fc.subarray([...earlier]),
    },
    { requiredKeys: ["groups"] },
  );
}

function randomBinding(
  roles: readonly string[],
  groups: readonly string[],
  accounts: readonly string[],
): fc.Arbitrary<BindingSource> {
  const holders: readonly Holder[] = [
    ...people.map((person) => ({ person })),
    ...groups.map((group) => ({ group })),
    ...accounts.map((serviceAccount) => ({ serviceAccount })),
  ];
  return fc
    .record({
      holder: fc.constantFrom(...holders),
      // What a random role gives may mean nothing anywhere; a built-in one always does.
      role: fc.constantFrom(...builtIn, ...roles.map(() => "workspace.reviewer")),
      at: fc.constantFrom("/", ...workspaceNames),
      times: fc.constantFrom({}, { expiresAt: "2099-01-01T00:00:00Z" }, { notBefore: "2098-01-01T00:00:00Z" }),
      reason: fc.constantFrom("", "They asked"),
    })
    .map(({ holder, role, at, times, reason }): BindingSource => {
      const rest = { role, at, ...times, reason };
      if ("person" in holder) return { person: holder.person, ...rest };
      return "group" in holder ? { group: holder.group, ...rest } : { serviceAccount: holder.serviceAccount, ...rest };
    });
}

type Holder = { readonly person: string } | { readonly group: string } | { readonly serviceAccount: string };

function bindingKey({ person, group, serviceAccount, role, at }: BindingSource): string {
  return [person, group, serviceAccount, role, at].join("\n");
}
