import type { Stage } from "./founding.ts";

/** What protects the demo, and who fetches from it. */
export interface Rules {
  readonly productionPolicy: string;
  /** The secret of the application's key. */
  readonly key: string;
}

/** Groups, custom roles, policies, restrictions, and the application that fetches from production. */
export async function setRules(stage: Stage): Promise<Rules> {
  const { clock, people, organization, development, staging, production, supportFolder } = stage;
  const { api } = people.owner;

  const policy = await api.policy.create({
    scopeId: production,
    name: "Customers get what was reviewed",
    labelPattern: "production",
    requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
  });
  await api.policy.create({
    scopeId: supportFolder,
    name: "Shared wording is reviewed before prompts include it",
    labelPattern: "reviewed",
    kinds: ["prompt"],
    requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
  });
  clock.pass(12);
  const leads = await api.group.create({ name: "Support leads", description: "Who answers for what customers read" });
  for (const { id } of [people.owner, people.reviewer]) {
    await api.group.addMember({ groupId: leads.id, member: { type: "principal", id } });
  }
  const desk = await api.group.create({ name: "Support desk", description: "Everybody who works with customers" });
  await api.group.addMember({ groupId: desk.id, member: { type: "group", id: leads.id } });
  await api.group.addMember({ groupId: desk.id, member: { type: "principal", id: people.viewer.id } });
  await api.policy.create({
    scopeId: organization,
    name: "Workflows of customers need both leads",
    labelPattern: "production",
    kinds: ["workflow"],
    requirements: [{ type: "group", groupId: leads.id, count: 2 }],
  });

  clock.pass(25);
  const translator = await api.role.create({
    name: "Translator",
    description: "Rewrites wording and comments on it; asks for no release",
    permissions: ["prompt:view", "prompt:use", "prompt:comment", "prompt:edit", "workspace:view"],
  });
  await api.role.create({
    name: "Triage author",
    description: "A translator who also builds workflows and their tests",
    permissions: ["workflow:view", "workflow:create", "workflow:edit", "dataset:view", "evaluation:view"],
    includes: [translator.id],
  });
  await api.binding.create({
    holder: { type: "group", id: desk.id },
    roleId: "workspace.viewer",
    scopeId: staging,
    reason: "The desk tries what is on its way",
  });
  await api.binding.create({
    holder: { type: "principal", id: people.viewer.id },
    roleId: translator.id,
    scopeId: supportFolder,
    reason: "German wording, until the translation is done",
    expiresAt: clock.fromPresent(5),
  });
  await api.binding.create({
    holder: { type: "principal", id: people.engineer.id },
    roleId: "workspace.admin",
    scopeId: staging,
    reason: "Setting staging up",
    expiresAt: clock.fromPresent(-6),
  });
  await api.restriction.create({
    scopeId: staging,
    permissions: ["prompt:delete", "workflow:delete"],
    reason: "The test desk compares with what was there last week",
  });

  clock.pass(40);
  const application = await api.serviceAccount.create({
    name: "helpdesk",
    description: "The application that answers customers",
    homeScopeId: production,
    responsibleIds: [people.owner.id, people.engineer.id],
  });
  await api.binding.create({
    holder: { type: "principal", id: application.id },
    roleId: "workspace.consumer",
    scopeId: production,
    reason: "Fetches what customers get",
  });
  const key = await api.key.create({
    name: "helpdesk in production",
    principalId: application.id,
    permissions: ["prompt:use"],
    labels: ["production"],
    expiresAt: clock.fromPresent(365),
  });
  const runner = await api.serviceAccount.create({
    name: "nightly-evaluation",
    description: "Runs the evaluations of development every night",
    homeScopeId: development,
    responsibleIds: [people.owner.id],
  });
  await api.binding.create({
    holder: { type: "principal", id: runner.id },
    roleId: "workspace.viewer",
    scopeId: development,
  });
  await api.key.create({ name: "evaluation host", principalId: runner.id, expiresAt: clock.fromPresent(6) });
  return { productionPolicy: policy.id, key: key.secret };
}
