import type { AccessState, PolicyQuestion } from "../src/index.ts";

/** A part of access without which some answers are others. */
export interface Feature {
  readonly name: string;
  /** The world in which it does nothing. */
  without(world: AccessState): AccessState;
  /** The question in which it does nothing. */
  ask(question: PolicyQuestion): PolicyQuestion;
}

const same = (question: PolicyQuestion): PolicyQuestion => question;
const alike = (world: AccessState): AccessState => world;

function each<Row>(rows: ReadonlyMap<string, Row>, change: (row: Row) => Row): ReadonlyMap<string, Row> {
  return new Map([...rows].map(([id, row]) => [id, change(row)]));
}

function those<Row>(rows: ReadonlyMap<string, Row>, keep: (row: Row) => boolean): ReadonlyMap<string, Row> {
  return new Map([...rows].filter(([, row]) => keep(row)));
}

const isFolder = (world: AccessState, scopeId: string): boolean => world.scopes.get(scopeId)?.type === "folder";

export const features: readonly Feature[] = [
  {
    name: "groups",
    without: (world) => ({ ...world, groups: each(world.groups, (group) => ({ ...group, memberIds: [] })) }),
    ask: same,
  },
  {
    name: "nested groups",
    without: (world) => ({ ...world, groups: each(world.groups, (group) => ({ ...group, groupIds: [] })) }),
    ask: same,
  },
  {
    name: "folders",
    without: (world) => ({
      ...world,
      bindings: those(world.bindings, ({ scopeId }) => !isFolder(world, scopeId)),
      restrictions: those(world.restrictions, ({ scopeId }) => !isFolder(world, scopeId)),
    }),
    ask: same,
  },
  {
    name: "included roles",
    without: (world) => ({ ...world, roles: each(world.roles, (role) => ({ ...role, includes: [] })) }),
    ask: same,
  },
  {
    name: "times",
    without: (world) => {
      const always = { notBefore: null, expiresAt: null };
      return { ...world, bindings: each(world.bindings, (binding) => ({ ...binding, ...always })) };
    },
    ask: same,
  },
  { name: "restrictions", without: (world) => ({ ...world, restrictions: new Map() }), ask: same },
  { name: "keys", without: alike, ask: ({ keyId: _, ...question }) => question },
  {
    name: "suspended principals",
    without: (world) => ({ ...world, principals: each(world.principals, (one) => ({ ...one, active: true })) }),
    ask: same,
  },
];
