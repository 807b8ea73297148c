import { judgeTakeover, type KeyApi, type KeyRecord, type Page, type PrincipalRef } from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, refuse } from "../command/refuse.ts";
import { draftKey, keyPrincipal } from "./key-draft.ts";
import { seesKey } from "./key-locators.ts";
import { newKeySecret } from "./key-secret.ts";
import { findKey, insertKey, type KeyRow, listKeyRows, revokeKeyRow } from "./key-store.ts";
import { pageOf } from "./paging.ts";

/** The newest first. */
export async function listKeys(reading: Reading, input: Parameters<KeyApi["list"]>[0]): Promise<Page<KeyRecord>> {
  const rows = await listKeyRows(reading.tx, reading.organizationId, {
    principalId: input.principalId,
    ended: input.includeEnded ?? false,
    now: reading.now,
  });
  const seen = rows.filter((row) => seesKey(reading, row));
  const page = pageOf(seen, (row) => [row.createdAt, row.id], input, "descending");
  return { ...page, items: await records(reading, page.items) };
}

/** Makes a key; its secret is answered once and stored as its hash. */
export async function createKey(
  command: Command,
  input: Parameters<KeyApi["create"]>[0],
): Promise<KeyRecord & { readonly secret: string }> {
  const principal = keyPrincipal(command, input.principalId ?? command.actor.principalId);
  const draft = await draftKey(command, principal, input);
  const secret = newKeySecret();
  const id = newId("key");
  await command.changeAccess(() =>
    insertKey(command.tx, command.organizationId, {
      ...draft,
      id,
      name: input.name,
      prefix: secret.prefix,
      secretHash: secret.hash,
      createdBy: command.actor.principalId,
      createdAt: command.now,
    }),
  );
  command.record({
    action: "key.create",
    target: { type: "key", id },
    scopeId: principal.type === "service-account" ? principal.homeScopeId : command.organizationId,
    details: {
      principalId: principal.id,
      permissions: draft.permissions.toList(),
      scopes: draft.scopeIds,
      labels: draft.labels,
      expiresAt: draft.expiresAt,
    },
    texts: { name: input.name },
  });
  return { ...(await record(command, id)), secret: secret.text };
}

/** The key stops at once. Twice is once. */
export async function revokeKey(command: Command, input: { readonly keyId: string }): Promise<KeyRecord> {
  const key = found(await findKey(command.tx, command.organizationId, input.keyId));
  if (key.revokedAt !== null) return record(command, key.id);
  assertMayRevoke(command, key);
  await command.changeAccess(() =>
    revokeKeyRow(command.tx, command.organizationId, {
      id: key.id,
      by: command.actor.principalId,
      at: command.now,
    }),
  );
  command.record({
    action: "key.revoke",
    target: { type: "key", id: key.id },
    scopeId: key.homeScopeId ?? command.organizationId,
    details: { principalId: key.principal.id },
    texts: { name: key.name },
  });
  return record(command, key.id);
}

/** Another person's key is his credential: it is taken by whoever may take the person over. */
function assertMayRevoke(command: Command, key: KeyRow): void {
  const { principalId } = command.actor;
  if (key.principal.type === "service-account" || key.principal.id === principalId || key.createdBy === principalId)
    return;
  const judged = judgeTakeover(command.state, command.asker, key.principal.id, command.now);
  if (!judged.ok) refuse(judged.error);
}

async function record(reading: Reading, id: string): Promise<KeyRecord> {
  const row = found(await findKey(reading.tx, reading.organizationId, id));
  return found((await records(reading, [row]))[0]);
}

async function records(reading: Reading, rows: readonly KeyRow[]): Promise<readonly KeyRecord[]> {
  const makers = await readPrincipalRefs(
    reading.tx,
    reading.organizationId,
    rows.map((row) => row.createdBy),
  );
  return rows.map((row) => recordOf(row, principalRef(makers, row.createdBy), reading.now));
}

function recordOf(row: KeyRow, createdBy: PrincipalRef, now: string): KeyRecord {
  const { id, name, prefix, principal, permissions, scopeIds, labels, createdAt, expiresAt, lastUsedAt } = row;
  const expired = expiresAt !== null && expiresAt <= now;
  return {
    id,
    name,
    prefix: `csk_${prefix}`,
    principal,
    permissions,
    scopeIds,
    labels,
    state: row.revokedAt !== null ? "revoked" : expired ? "expired" : "active",
    createdBy,
    createdAt,
    expiresAt,
    lastUsedAt,
  };
}
