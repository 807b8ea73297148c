import type { ManifestInput, ManifestSource } from "@countersign/core";
import type { CountersignServer } from "../../src/compose.ts";
import type { Engine } from "../../src/db/open-database.ts";
import { addPerson, type Person } from "../fixtures/people.ts";
import { type Api, foundTestOrganization, type SignedIn, startTestServer } from "../fixtures/test-server.ts";

/** An organization of an owner, Ann and Ben, who may nothing. */
export interface Story {
  readonly server: CountersignServer;
  readonly owner: SignedIn;
  readonly organizationId: string;
  readonly ann: Person;
  readonly ben: Person;
}

export async function startStory(engine: Engine): Promise<Story> {
  const server = await startTestServer(engine);
  const owner = await foundTestOrganization(server);
  const organizationId = owner.me.organization.id;
  const ann = await addPerson(server, organizationId, { email: "ann@acme.test", name: "Ann" });
  const ben = await addPerson(server, organizationId, { email: "ben@acme.test", name: "Ben" });
  return { server, owner, organizationId, ann, ben };
}

/** Plans, and applies exactly that. */
export async function applied(api: Api, manifest: ManifestSource, options: Omit<ManifestInput, "manifest"> = {}) {
  const plan = await api.manifest.plan.query({ manifest, ...options });
  if (plan.problems.length > 0) throw new Error(JSON.stringify(plan.problems));
  const { revision, digest } = plan;
  return api.manifest.applyPlan.mutate({ manifest, ...options, revision, digest });
}

/** What a plan would do, in words. */
export async function planned(api: Api, manifest: ManifestSource, options: Omit<ManifestInput, "manifest"> = {}) {
  const { changes, problems } = await api.manifest.plan.query({ manifest, ...options });
  return problems.length > 0 ? problems.map(({ message }) => message) : changes.map(({ text }) => text);
}

/** A manifest with one of everything. */
export const everything = {
  manifest: "platform",
  workspaces: { production: { description: "What customers see" }, development: {} },
  roles: {
    "tone-reviewer": { description: "Judges tone", permissions: ["prompt:view"], includes: ["commenter"] },
    commenter: { permissions: ["prompt:comment", "prompt:view"] },
  },
  groups: { reviewers: { members: ["Ann@acme.test"], groups: ["leads"] }, leads: { members: ["ben@acme.test"] } },
  serviceAccounts: { checkout: { home: "production", responsible: ["ben@acme.test"] } },
  bindings: [
    { group: "reviewers", role: "tone-reviewer", at: "production", reason: "They judge tone" },
    { group: "leads", role: "workspace.reviewer", at: "production" },
    { serviceAccount: "checkout", role: "workspace.consumer", at: "production" },
    { person: "ann@acme.test", role: "workspace.editor", at: "development", expiresAt: "2099-01-01T00:00:00Z" },
  ],
  policies: [
    {
      name: "customer-facing",
      at: "production",
      label: "production",
      requirements: [{ count: 1, group: "reviewers" }],
    },
  ],
} as const satisfies ManifestSource;
