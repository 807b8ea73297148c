import { type AuditActor, isCountersignError } from "@countersign/core";
import { appendToChain } from "../audit/audit-store.ts";
import { withAddress } from "../audit/client-address.ts";
import type { CallFrame } from "../command/actor.ts";
import { Command } from "../command/command.ts";
import type { Environment } from "../command/environment.ts";
import { readOrganization } from "../command/organization-store.ts";
import { found, refuse } from "../command/refuse.ts";

/** Whose authority a link acts on: whoever made it. */
export interface Sponsor {
  readonly organizationId: string;
  readonly principalId: string;
}

/**
 * Runs a change that the bearer of a link makes on the authority of whoever made the link, as that authority is now. The
 * work answers who acted: the events are his.
 */
export async function runSponsored(
  environment: Environment,
  frame: CallFrame,
  sponsor: Sponsor,
  work: (command: Command) => Promise<{ readonly actedBy: string }>,
): Promise<void> {
  const { engine } = environment;
  const command = await environment.db.transaction().execute(async (tx) => {
    const organization = found(await readOrganization(tx, engine, sponsor.organizationId, "exclusive"));
    const now = await environment.clock.inside(tx);
    const state = await environment.accessStates.at(tx, organization.id, organization.accessRevision);
    const principal = state.principals.get(sponsor.principalId);
    if (principal?.active !== true) refuse(sponsorLost);
    const actor = { ...sponsor, type: principal.type, keyId: null, keyExpiresAt: null };
    const command = new Command({ environment, tx, actor, frame, now, organization, state });
    const { actedBy } = await work(command);
    const acting: AuditActor = { type: "user", principalId: actedBy, keyId: null };
    const { revision } = command.organization;
    await appendToChain(
      { tx, engine, chain: organization.id, revision, now },
      command.facts.map((fact) => ({
        ...fact,
        texts: withAddress(frame, fact.texts),
        actor: acting,
        outcome: { outcome: "done" as const },
        requestId: frame.requestId,
      })),
    );
    return command;
  });
  if (command.accessChanged) environment.accessStates.committed(command.state);
}

/** Does what needs the sponsor's authority. What he lacks is told to nobody but as one sentence. */
export async function asSponsor<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCountersignError(error) && sponsorsMatter.has(error.code)) refuse(sponsorLost);
    throw error;
  }
}

const sponsorsMatter: ReadonlySet<string> = new Set(["forbidden", "escalation", "not_found", "invalid"]);

const sponsorLost = {
  code: "forbidden",
  message: "Whoever made this link may no longer give what it gives.",
  remedy: "Ask an administrator of the organization for a new one.",
} as const;
