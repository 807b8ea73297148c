import type { ResourceKind } from "@countersign/core";

/** Where something is in the console, below its base. Everything that a page shows can be said with one. */
export interface Address {
  /** Begins with a slash. */
  readonly path: string;
  /** Filters, tabs, pages. */
  readonly search?: Readonly<Record<string, string | undefined>>;
}

/** The last part of the address of a kind's list. */
export const kindSegments: Readonly<Record<ResourceKind, string>> = {
  prompt: "prompts",
  workflow: "workflows",
  dataset: "datasets",
  evaluation: "evaluations",
};

/** The address of each page. */
export const addresses = {
  home: (): Address => ({ path: "/" }),
  signIn: (to?: string): Address => ({ path: "/sign-in", search: { to } }),
  invitation: (): Address => ({ path: "/invitation" }),
  setUp: (): Address => ({ path: "/set-up" }),
  reviews: (search: { readonly show?: "awaiting-me" | "mine" | "all" } = {}): Address => ({ path: "/reviews", search }),
  request: (requestId: string): Address => ({ path: `/requests/${part(requestId)}` }),
  emergency: (emergencyId: string): Address => ({ path: `/emergencies/${part(emergencyId)}` }),
  treeRequest: (requestId: string): Address => ({ path: `/tree-requests/${part(requestId)}` }),
  releases: (search: { readonly workspace?: string; readonly label?: string } = {}): Address => ({
    path: "/releases",
    search,
  }),
  resources: (
    workspace: string,
    kind: ResourceKind = "prompt",
    search: { readonly folder?: string; readonly prefix?: string } = {},
  ): Address => ({ path: `/w/${part(workspace)}/${kindSegments[kind]}`, search }),
  resource: (
    resourceId: string,
    tab?: "content" | "versions" | "releases" | "access",
    search: { readonly version?: string; readonly before?: string; readonly after?: string } = {},
  ): Address => ({ path: `/resources/${part(resourceId)}`, search: { tab, ...search } }),
  editor: (resourceId: string, versionId?: string): Address => ({
    path: `/resources/${part(resourceId)}/edit`,
    search: { version: versionId },
  }),
  members: (tab?: "members" | "invitations"): Address => ({ path: "/people", search: { tab } }),
  member: (memberId: string): Address => ({ path: `/people/${part(memberId)}` }),
  groups: (): Address => ({ path: "/groups" }),
  group: (groupId: string): Address => ({ path: `/groups/${part(groupId)}` }),
  serviceAccounts: (): Address => ({ path: "/service-accounts" }),
  serviceAccount: (id: string): Address => ({ path: `/service-accounts/${part(id)}` }),
  keys: (search: { readonly principal?: string } = {}): Address => ({ path: "/keys", search }),
  roles: (
    search: { readonly tab?: "list" | "matrix" | "compare"; readonly left?: string; readonly right?: string } = {},
  ): Address => ({ path: "/roles", search }),
  newRole: (from?: string): Address => ({ path: "/roles/new", search: { from } }),
  role: (roleId: string): Address => ({ path: `/roles/${part(roleId)}` }),
  policies: (): Address => ({ path: "/policies" }),
  newPolicy: (): Address => ({ path: "/policies/new" }),
  policy: (policyId: string): Address => ({ path: `/policies/${part(policyId)}` }),
  /** Of a workspace, or of one of its folders; without a workspace of the whole organization. */
  restrictions: (
    workspace: string | null,
    search: { readonly folder?: string; readonly restriction?: string } = {},
  ): Address => ({ path: workspace === null ? "/restrictions" : `/w/${part(workspace)}/restrictions`, search }),
  access: (
    search: {
      readonly form?: string;
      readonly principal?: string;
      readonly permission?: string;
      readonly scope?: string;
    } = {},
  ): Address => ({ path: "/access", search }),
  staleAccess: (search: { readonly days?: string } = {}): Address => ({ path: "/stale-access", search }),
  audit: (search: Readonly<Record<string, string | undefined>> = {}): Address => ({ path: "/audit", search }),
  settings: (tab?: string): Address => ({ path: "/settings", search: { tab } }),
};

/** Reads an address that somebody wrote, such as `/reviews?show=mine`. */
export function readAddress(text: string): Address {
  const [path = "/", query = ""] = text.split("?");
  return { path: path.startsWith("/") ? path : `/${path}`, search: Object.fromEntries(new URLSearchParams(query)) };
}

/** The search of an address without what was not given. */
export function searchOf(address: Address): Record<string, string> {
  return Object.fromEntries(
    Object.entries(address.search ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function part(text: string): string {
  return encodeURIComponent(text);
}
