import type { CountersignClient } from "@countersign/sdk";
import type { Page } from "playwright-core";

/** A page of the console, or a state of one that is a page of its own to whoever looks at it. */
export interface ConsolePage {
  readonly name: string;
  /** Below the base path. */
  readonly address: string;
  /** It shows what the server refused. Default: false. */
  readonly refused?: boolean;
  /** What is done on the page first, for example a dialog that is opened. */
  readonly first?: (page: Page) => Promise<void>;
}

/** The console's pages about what is written, judged and released. */
export async function workPages(client: CountersignClient): Promise<readonly ConsolePage[]> {
  const draft = await client.resource.find({ workspace: "development", path: "support/refund-reply" });
  const live = await client.resource.find({ workspace: "production", path: "support/refund-reply" });
  const dataset = await client.resource.find({ workspace: "development", path: "support/refund-cases" });
  const { items: versions } = await client.version.list({ resourceId: draft.id });
  const [newest, before] = versions;
  const { items: requests } = await client.request.list({});
  const open = requests.find(({ title }) => title === "Say what happens next");
  const published = requests.find(({ state }) => state === "published");
  return [
    { name: "home", address: "/" },
    { name: "reviews that wait for me", address: "/reviews" },
    { name: "all reviews", address: "/reviews?show=all&state=ended" },
    { name: "old reviews", address: "/reviews?show=all&days=3&sort=oldest" },
    { name: "an open request", address: `/requests/${open?.id}` },
    { name: "an open request, as written", address: `/requests/${open?.id}?view=written` },
    { name: "a published request", address: `/requests/${published?.id}` },
    {
      name: "what can be done with a request",
      address: `/requests/${open?.id}`,
      first: async (page) => {
        await page.getByRole("button", { name: "More to do" }).click();
        await page.getByRole("menu").waitFor();
      },
    },
    { name: "releases", address: "/releases" },
    { name: "prompts", address: "/w/development/prompts" },
    { name: "workflows", address: "/w/development/workflows" },
    { name: "datasets", address: "/w/development/datasets" },
    { name: "evaluations", address: "/w/production/evaluations" },
    {
      name: "a new prompt",
      address: "/w/development/prompts",
      first: (page) => openDialog(page, "New prompt"),
    },
    {
      name: "a new folder",
      address: "/w/development/prompts",
      first: (page) => openDialog(page, "New folder"),
    },
    {
      name: "importing",
      address: "/w/development/prompts",
      first: (page) => openDialog(page, "Import"),
    },
    { name: "a prompt", address: `/resources/${draft.id}` },
    {
      name: "what can be done with a prompt",
      address: `/resources/${live.id}`,
      first: async (page) => {
        await page.getByRole("button", { name: "More", exact: true }).click();
        await page.getByRole("menu").waitFor();
      },
    },
    { name: "a prompt as it is served", address: `/resources/${draft.id}?show=served` },
    { name: "a prompt's preview", address: `/resources/${draft.id}?show=preview` },
    {
      name: "a prompt's versions, two compared",
      address: `/resources/${draft.id}?tab=versions&after=${newest?.id}&before=${before?.id}`,
    },
    { name: "a prompt's releases", address: `/resources/${live.id}?tab=releases` },
    { name: "a prompt's access", address: `/resources/${live.id}?tab=access` },
    {
      name: "asking for a release",
      address: `/resources/${draft.id}`,
      first: (page) => openDialog(page, "Ask for a release"),
    },
    { name: "a dataset", address: `/resources/${dataset.id}` },
    { name: "a prompt's editor", address: `/resources/${draft.id}/edit` },
    { name: "a dataset's editor", address: `/resources/${dataset.id}/edit` },
    {
      name: "search",
      address: "/",
      first: async (page) => {
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox", { name: "Search" }).fill("refund");
        await page.getByRole("option").first().waitFor();
      },
    },
    {
      name: "the keys",
      address: "/",
      first: async (page) => {
        await page.keyboard.press("?");
        await page.getByRole("dialog", { name: "Keys" }).waitFor();
      },
    },
    {
      name: "the navigation's menus",
      address: "/",
      first: async (page) => {
        await page.getByRole("button", { name: "Olivia Marsh Northwind" }).click();
        await page.getByRole("menu").waitFor();
      },
    },
    { name: "an address that leads nowhere", address: "/nowhere" },
  ];
}

/** The console's pages about people, machines and what they may. */
export async function accessPages(client: CountersignClient): Promise<readonly ConsolePage[]> {
  const { items: members } = await client.member.list({});
  const emil = members.find(({ name }) => name.startsWith("Emil"));
  const olivia = members.find(({ name }) => name.startsWith("Olivia"));
  const staging = (await client.workspace.list({})).find(({ name }) => name === "staging");
  const { items: groups } = await client.group.list({});
  const { items: accounts } = await client.serviceAccount.list({});
  const roles = await client.role.list({});
  const custom = roles.find(({ name }) => name === "Translator");
  const policies = await client.policy.list({});
  const live = await client.resource.find({ workspace: "production", path: "support/refund-reply" });
  const question = `principal=${emil?.id}&permission=prompt:review&scope=${live.id}`;
  return [
    { name: "roles", address: "/roles" },
    { name: "the matrix of roles", address: "/roles?tab=matrix" },
    { name: "two roles compared", address: `/roles?tab=compare&left=workspace.editor&right=${custom?.id}` },
    { name: "a built-in role", address: "/roles/workspace.reviewer" },
    {
      name: "who gains and who loses by a role's change",
      address: `/roles/${custom?.id}`,
      first: async (page) => {
        await page.getByRole("checkbox", { name: "prompt:create:" }).click();
        await page.getByRole("button", { name: "Review and save" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true, disabled: false }).waitFor();
      },
    },
    { name: "a new role", address: `/roles/new?from=${custom?.id}` },
    { name: "people", address: "/people" },
    { name: "invitations", address: "/people?tab=invitations" },
    { name: "inviting", address: "/people", first: (page) => openDialog(page, "Invite") },
    { name: "a person", address: `/people/${emil?.id}` },
    { name: "giving a role", address: `/people/${emil?.id}`, first: (page) => openDialog(page, "Give a role") },
    { name: "groups", address: "/groups" },
    { name: "a group", address: `/groups/${groups[0]?.id}` },
    { name: "service accounts", address: "/service-accounts" },
    { name: "a service account", address: `/service-accounts/${accounts[0]?.id}` },
    { name: "keys", address: "/keys" },
    { name: "a new key", address: "/keys", first: (page) => openDialog(page, "New key") },
    { name: "policies", address: "/policies" },
    { name: "a policy", address: `/policies/${policies[0]?.id}` },
    { name: "a new policy", address: "/policies/new" },
    { name: "a workspace's restrictions", address: "/w/staging/restrictions" },
    { name: "a workspace without restrictions", address: "/w/development/restrictions" },
    { name: "all restrictions", address: "/restrictions" },
    {
      name: "restricting",
      address: "/w/staging/restrictions",
      first: async (page) => {
        await openDialog(page, "Restrict…");
        await page.getByRole("checkbox", { name: /^prompt:view:/ }).click();
      },
    },
    {
      name: "lifting a restriction",
      address: "/w/staging/restrictions",
      first: (page) => openDialog(page, "Lift on staging: delete (prompts, workflows)"),
    },
    {
      name: "what is restricted, explained",
      address: `/access?principal=${olivia?.id}&permission=prompt:delete&scope=${staging?.id}`,
    },
    { name: "why somebody can or can't", address: `/access?${question}` },
    { name: "who can", address: `/access?form=who&${question}` },
    { name: "what somebody can", address: `/access?form=what&${question}` },
    { name: "stale access", address: "/stale-access?days=1" },
    { name: "the audit log", address: "/audit" },
    {
      name: "what verifying the audit log found",
      address: "/audit",
      first: async (page) => {
        await page.getByRole("button", { name: "Verify the chain" }).click();
        await page.getByText("not yet sealed").waitFor();
      },
    },
    { name: "exporting the audit log", address: "/audit", first: (page) => openDialog(page, "Export") },
    {
      name: "an audit event",
      address: "/audit?outcome=refused",
      first: async (page) => {
        await page.getByRole("table").getByRole("button").first().click();
        await page.getByRole("dialog").waitFor();
      },
    },
    { name: "the organization's settings", address: "/settings" },
    { name: "the workspaces' settings", address: "/settings?tab=workspaces" },
    { name: "the profile", address: "/settings?tab=profile" },
    { name: "about the server", address: "/settings?tab=about" },
  ];
}

/** The pages for whoever is not signed in. */
export const openPages: readonly ConsolePage[] = [
  { name: "sign-in", address: "/sign-in" },
  { name: "set-up of a server that is set up", address: "/set-up" },
  { name: "an invitation that does not work", address: "/invitation#/invitation/none", refused: true },
];

async function openDialog(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).first().click();
  await page.getByRole("dialog").waitFor();
}
