import {
  type AccessDifference,
  type AccessInventory,
  type AccessState,
  canonicalJson,
  describeChange,
  exportManifest,
  isCountersignError,
  type JsonValue,
  judge,
  keepsOwner,
  type ManifestApi,
  type ManifestInput,
  type ManifestPlan,
  type ManifestPlanRecord,
  type ManifestProblem,
  type NewThing,
  type PlanIds,
  type PolicyChange,
  planEffect,
  planIds,
  planManifest,
  readManifest,
  sha256Hex,
  stateAfter,
} from "@countersign/core";
import { accessDifferences, type NewThings } from "../access/access-differences.ts";
import type { Reading } from "../command/reading.ts";
import { assertMayApply } from "./applied-rights.ts";
import { readInventory } from "./inventory-reading.ts";

/** A plan with all that it was worked out from. */
export interface PreparedPlan extends ManifestPlan {
  readonly inventory: AccessInventory;
  readonly ids: PlanIds;
  /** What the plan makes, by id. */
  readonly made: ReadonlyMap<string, { readonly thing: NewThing; readonly name: string }>;
  readonly effect: readonly PolicyChange[];
  /** The access state as it would be. */
  readonly after: AccessState;
  readonly digest: string;
}

/** Says what an apply would do, and who would gain and lose what by it. */
export async function planAccess(reading: Reading, input: ManifestInput): Promise<ManifestPlanRecord> {
  const { revision } = reading.organization;
  const prepared = await preparePlan(reading, input, plannedId);
  if ("problems" in prepared) {
    return { revision, digest: "", problems: prepared.problems, changes: [], kept: [], differences: [], refusal: null };
  }
  return {
    revision,
    digest: prepared.digest,
    problems: [],
    changes: prepared.changes.map(describeChange),
    kept: prepared.kept,
    differences: await differencesOf(reading, prepared),
    refusal: refusalOf(reading, prepared),
  };
}

/** Today's state as a manifest. */
export async function exportAccess(
  reading: Reading,
  input: { readonly name: string },
): Promise<Awaited<ReturnType<ManifestApi["export"]>>> {
  reading.require("member:view", reading.organizationId);
  const manifest = exportManifest(await readInventory(reading), input.name);
  return { revision: reading.organization.revision, manifest };
}

/** Works out a plan, or what is wrong with the manifest. */
export async function preparePlan(
  reading: Reading,
  input: ManifestInput,
  idFor: (thing: NewThing, name: string) => string,
): Promise<PreparedPlan | { readonly problems: readonly ManifestProblem[] }> {
  reading.require("member:view", reading.organizationId);
  const manifest = readManifest(input.manifest);
  if (!manifest.ok) return { problems: manifest.error };
  const inventory = await readInventory(reading);
  const plan = planManifest(inventory, manifest.value, input);
  if (!plan.ok) return { problems: plan.error };
  const made = new Map<string, { readonly thing: NewThing; readonly name: string }>();
  const ids = planIds(inventory, plan.value.changes, (thing, name) => {
    const id = idFor(thing, name);
    made.set(id, { thing, name });
    return id;
  });
  const effect = planEffect(plan.value.changes, reading.state, ids, reading.actor.principalId);
  return {
    ...plan.value,
    inventory,
    ids,
    made,
    effect,
    after: stateAfter(reading.state, effect),
    digest: digestOf(manifest.value.name, plan.value, input),
  };
}

/** The digest of exactly these changes, whatever the manifest says beside them. */
function digestOf(
  manifest: string,
  { changes }: ManifestPlan,
  { prune, adopt }: Omit<ManifestInput, "manifest">,
): string {
  // Changes are made of texts, numbers, lists and null, so they are JSON.
  const json: JsonValue = JSON.parse(
    JSON.stringify({ manifest, prune: [...(prune ?? [])].sort(), adopt: adopt ?? false, changes }),
  );
  return `sha256:${sha256Hex(canonicalJson(json))}`;
}

/** An id of something that is not made yet. */
function plannedId(thing: NewThing, name: string): string {
  return `new ${thing} ${name}`;
}

async function differencesOf(reading: Reading, { effect, made }: PreparedPlan): Promise<readonly AccessDifference[]> {
  const starts = effect.flatMap((change) => {
    const begin = "set" in change && change.set === "binding" ? change.row.notBefore : null;
    return begin !== null && begin > reading.now ? [begin] : [];
  });
  const things = [...made];
  const newThings: NewThings = {
    principals: new Map(
      things.flatMap(([id, { thing, name }]) =>
        thing === "service-account" ? [[id, { type: "service-account", id: "", name }] as const] : [],
      ),
    ),
    scopes: new Map(
      things.flatMap(([id, { thing, name }]) =>
        thing === "workspace" ? [[id, { id: "", type: "workspace", name, path: name }] as const] : [],
      ),
    ),
  };
  return accessDifferences(reading, effect, starts, newThings);
}

/** Why the actor could not apply the plan, as far as can be told before it is done. */
function refusalOf(reading: Reading, prepared: PreparedPlan): ManifestPlanRecord["refusal"] {
  try {
    assertMayApply(reading, prepared);
  } catch (error) {
    if (!isCountersignError(error)) throw error;
    return { code: error.code, message: error.message };
  }
  const judged = judge(reading.state, prepared.after, reading.asker, reading.now);
  const owned = judged.ok ? keepsOwner(prepared.after, reading.now) : judged;
  return owned.ok ? null : { code: owned.error.code, message: owned.error.message };
}
