import type { AccessState, ServiceAccount } from "@countersign/core";
import { governs } from "../access/access-locators.ts";
import type { Command } from "../command/command.ts";
import { writePrincipalState } from "./member-store.ts";
import { addResponsible } from "./service-account-store.ts";

/** The working service accounts that nobody active would answer for without this person. */
function accountsLeftAlone(state: AccessState, leavingId: string): readonly ServiceAccount[] {
  return [...state.principals.values()]
    .filter((principal) => principal.type === "service-account")
    .filter((account) => account.active && account.responsibleIds.includes(leavingId))
    .filter((account) => !account.responsibleIds.some((id) => id !== leavingId && answers(state, id)));
}

/** Whether somebody can answer for a service account: an active person. */
export function answers(state: AccessState, principalId: string): boolean {
  const principal = state.principals.get(principalId);
  return principal?.type === "user" && principal.active;
}

/** Who answers for a service account after its last responsible person left: the actor, or nobody and it is suspended. */
export interface Succession {
  readonly accountId: string;
  readonly homeScopeId: string;
  readonly successorId: string | null;
}

/**
 * Decides the succession: the actor takes over what he manages anyway. Nothing may go on working without a person who
 * answers for it, and taking a person's access away may not be refused for that, so the rest is suspended.
 */
export function successionOf(command: Command, leavingId: string): readonly Succession[] {
  const { actor } = command;
  return accountsLeftAlone(command.state, leavingId).map(({ id, homeScopeId }) => {
    const takesOver =
      actor.type === "user" &&
      actor.principalId !== leavingId &&
      governs(command, "service-account:manage", homeScopeId);
    return { accountId: id, homeScopeId, successorId: takesOver ? actor.principalId : null };
  });
}

/** Writes a succession; inside the change of access that lets the person go. */
export async function writeSuccession(command: Command, successions: readonly Succession[]): Promise<void> {
  for (const { accountId, successorId } of successions) {
    if (successorId === null) {
      await writePrincipalState(command.tx, command.organizationId, accountId, "suspended");
    } else {
      await addResponsible(command.tx, command.organizationId, accountId, successorId);
    }
  }
}

/** Each succession is an event of its service account. */
export function recordSuccession(command: Command, leavingId: string, successions: readonly Succession[]): void {
  for (const { accountId, homeScopeId, successorId } of successions) {
    command.record({
      action: successorId === null ? "service-account.suspend" : "service-account.update",
      target: { type: "principal", id: accountId },
      scopeId: homeScopeId,
      details: { cause: "nobody-responsible", left: leavingId, responsible: successorId },
    });
  }
}
