import type { OrganizationRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import type { Reading } from "../command/reading.ts";
import { renameOrganization } from "./organization-store.ts";
import { readOrganizationCreatedAt } from "./session-store.ts";

export async function getOrganization(reading: Reading): Promise<OrganizationRecord> {
  const { id, name, revision } = reading.organization;
  return { id, name, revision, createdAt: await readOrganizationCreatedAt(reading.tx, id) };
}

export async function updateOrganization(
  command: Command,
  { name }: { readonly name: string },
): Promise<OrganizationRecord> {
  const before = command.organization.name;
  if (name === before) return getOrganization(command);
  await command.changeAccess(() => renameOrganization(command.tx, command.organizationId, name));
  command.record({
    action: "organization.update",
    target: { type: "organization", id: command.organizationId },
    scopeId: command.organizationId,
    details: {},
    texts: { name, nameBefore: before },
  });
  return { ...(await getOrganization(command)), name };
}
