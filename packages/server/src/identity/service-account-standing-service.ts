import type { ServiceAccountRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { removePrincipal, writePrincipalState } from "./member-store.ts";
import { accountOf, getServiceAccount } from "./service-account-service.ts";
import { answers } from "./service-account-succession.ts";
import { assertMayTakeOver } from "./takeover.ts";

/** Its keys open nothing until it is reactivated. */
export async function suspendServiceAccount(
  command: Command,
  input: { readonly serviceAccountId: string; readonly reason: string },
): Promise<ServiceAccountRecord> {
  const account = await accountOf(command, input.serviceAccountId);
  assertMayTakeOver(command, account.id);
  if (account.state === "suspended") return getServiceAccount(command, input);
  await command.changeAccess(() => writePrincipalState(command.tx, command.organizationId, account.id, "suspended"));
  command.record({
    action: "service-account.suspend",
    target: { type: "principal", id: account.id },
    scopeId: account.homeScopeId,
    details: {},
    texts: { name: account.name, reason: input.reason },
  });
  return getServiceAccount(command, input);
}

/** What it regains is judged as if it were given now. */
export async function reactivateServiceAccount(
  command: Command,
  input: { readonly serviceAccountId: string },
): Promise<ServiceAccountRecord> {
  const account = await accountOf(command, input.serviceAccountId);
  if (account.state === "active") return getServiceAccount(command, input);
  const principal = command.state.principals.get(account.id);
  const somebodyAnswers =
    principal?.type === "service-account" && principal.responsibleIds.some((id) => answers(command.state, id));
  if (!somebodyAnswers) {
    refuse({
      code: "conflict",
      message: `Nobody active answers for the service account "${account.name}".`,
      remedy: "Make an active member responsible for it first.",
    });
  }
  await command.changeAccess(() => writePrincipalState(command.tx, command.organizationId, account.id, "active"));
  command.record({
    action: "service-account.reactivate",
    target: { type: "principal", id: account.id },
    scopeId: account.homeScopeId,
    details: {},
    texts: { name: account.name },
  });
  return getServiceAccount(command, input);
}

/** Bindings and keys go; the id and the history stay. */
export async function deleteServiceAccount(
  command: Command,
  input: { readonly serviceAccountId: string },
): Promise<object> {
  const account = await accountOf(command, input.serviceAccountId);
  assertMayTakeOver(command, account.id);
  const bindings = [...command.state.bindings.values()].filter(({ holder }) => holder.id === account.id);
  const keys = [...command.state.keys.values()].filter(({ principalId }) => principalId === account.id);
  await command.changeAccess(() =>
    removePrincipal(command.tx, command.organizationId, {
      principalId: account.id,
      by: command.actor.principalId,
      at: command.now,
    }),
  );
  command.record({
    action: "service-account.delete",
    target: { type: "principal", id: account.id },
    scopeId: account.homeScopeId,
    details: { bindings: bindings.map(({ id }) => id).sort(), keys: keys.map(({ id }) => id).sort() },
    texts: { name: account.name },
  });
  return {};
}
