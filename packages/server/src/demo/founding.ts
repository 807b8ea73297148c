import { randomText } from "../command/identifiers.ts";
import type { CountersignServer } from "../compose.ts";
import { issueSetupToken } from "../identity/setup-service.ts";
import { type DemoRole, demoPeople, demoRoles } from "./demo-people.ts";
import type { StoryClock } from "./story-clock.ts";
import { newVisitor, type Procedures } from "./visitor.ts";

/** A person of the demo at work. */
interface Actor {
  readonly id: string;
  readonly api: Procedures;
}

/** The organization with its people and places, before anything is written in it. */
export interface Stage {
  readonly clock: StoryClock;
  readonly people: Readonly<Record<DemoRole, Actor>>;
  readonly passwords: Readonly<Record<DemoRole, string>>;
  readonly organization: string;
  readonly development: string;
  readonly staging: string;
  readonly production: string;
  /** The folder `support` of development. */
  readonly supportFolder: string;
}

/** Founds the organization, makes its workspaces, and lets everybody in by invitation. */
export async function foundDemo({ environment }: CountersignServer, clock: StoryClock): Promise<Stage> {
  const passwords = Object.fromEntries(demoRoles.map((role) => [role, newPassword()])) as Record<DemoRole, string>; // of every role
  const api = newVisitor(environment);
  const me = await api.session.setUp({
    token: await issueSetupToken(environment),
    organizationName: "Northwind Support",
    name: demoPeople.owner.name,
    email: demoPeople.owner.email,
    password: passwords.owner,
  });
  const organization = me.organization.id;
  clock.pass(20);
  const development = (await api.workspace.create({ name: "development", description: "Where drafts are written" })).id;
  const staging = (await api.workspace.create({ name: "staging", description: "What the test desk answers with" })).id;
  const production = (await api.workspace.create({ name: "production", description: "What customers get" })).id;
  const supportFolder = (await api.folder.create({ workspaceId: development, name: "support" })).id;

  const gifts: Readonly<Record<Exclude<DemoRole, "owner">, readonly (readonly [roleId: string, scopeId: string])[]>> = {
    engineer: [
      ["organization.member", organization],
      ["workspace.editor", development],
      ["workspace.requester", staging],
      ["workspace.requester", production],
    ],
    reviewer: [
      ["organization.member", organization],
      ["workspace.reviewer", development],
      ["workspace.reviewer", staging],
      ["workspace.reviewer", production],
    ],
    publisher: [
      ["organization.member", organization],
      ["workspace.publisher", development],
      ["workspace.publisher", staging],
      ["workspace.publisher", production],
    ],
    viewer: [
      ["workspace.viewer", development],
      ["workspace.viewer", staging],
      ["workspace.viewer", production],
    ],
    auditor: [["organization.auditor", organization]],
    consumer: [["workspace.consumer", production]],
  };
  const join = async (role: Exclude<DemoRole, "owner">): Promise<Actor> => {
    const { email, name } = demoPeople[role];
    clock.pass(15);
    const bindings = gifts[role].map(([roleId, scopeId]) => ({ roleId, scopeId }));
    const { token } = await api.invitation.create({ email, bindings, groupIds: [] });
    clock.pass(30);
    const visitor = newVisitor(environment);
    const joined = await visitor.invitation.accept({ token, name, password: passwords[role] });
    return { id: joined.principal.id, api: visitor };
  };
  const people = {
    owner: { id: me.principal.id, api },
    engineer: await join("engineer"),
    reviewer: await join("reviewer"),
    publisher: await join("publisher"),
    viewer: await join("viewer"),
    auditor: await join("auditor"),
    consumer: await join("consumer"),
  };
  return { clock, people, passwords, organization, development, staging, production, supportFolder };
}

/** Three groups of letters and digits: 75 bits, and still typed without much pain. */
function newPassword(): string {
  return [randomText(5), randomText(5), randomText(5)].join("-");
}
