import { groupsOf, type Me } from "@countersign/core";
import { appendToChain } from "../audit/audit-store.ts";
import { withAddress } from "../audit/client-address.ts";
import type { Actor, CallFrame } from "../command/actor.ts";
import { look } from "../command/command.ts";
import type { Environment } from "../command/environment.ts";
import { readOrganization } from "../command/organization-store.ts";
import type { Reading } from "../command/reading.ts";
import { found, refuse } from "../command/refuse.ts";
import { anyMember } from "../command/requirement.ts";
import type { Tx } from "../db/database.ts";
import type { Context } from "../rpc/context.ts";
import { findMemberships } from "./authentication-store.ts";
import { lockCredential, readPasswordHash, writePasswordHash } from "./credential-store.ts";
import { readOrganizationCreatedAt, readProfile } from "./session-store.ts";

/** Who the actor is, in words. */
export async function describeMe(reading: Reading): Promise<Me> {
  const profile = found(await readProfile(reading.tx, reading.organizationId, reading.actor.principalId));
  const memberships = profile.credentialId === null ? [] : await findMemberships(reading.tx, profile.credentialId);
  return {
    principal: { type: profile.type, id: profile.id, name: profile.name },
    email: profile.email,
    organization: {
      id: reading.organizationId,
      name: reading.organization.name,
      revision: reading.organization.revision,
      createdAt: await readOrganizationCreatedAt(reading.tx, reading.organizationId),
    },
    // Through a key nobody learns where else its person belongs.
    organizations:
      reading.actor.keyId === null
        ? memberships.map((one) => ({ id: one.organizationId, name: one.organizationName }))
        : [{ id: reading.organizationId, name: reading.organization.name }],
    keyId: reading.actor.keyId,
    groupIds: [...groupsOf(reading.state.groups, profile.id).keys()].sort(),
  };
}

/**
 * Checks the password, opens a session, and hands its cookie to the answer. Answers who he is in the organization that
 * is named, or else in the first one he joined.
 */
export async function signIn(
  context: Context,
  input: { readonly email: string; readonly password: string },
  organizationId?: string,
): Promise<Me> {
  const { environment, frame } = context;
  const session = await environment.credentials.signIn(input.email, input.password, context.headers);
  const memberships =
    session === null
      ? []
      : await environment.db
          .transaction()
          .setAccessMode("read only")
          .execute((tx) => findMemberships(tx, session.credentialId));
  const chosen = memberships.find((one) => one.organizationId === organizationId) ?? memberships[0];
  if (session === null || chosen === undefined) {
    if (session !== null) await environment.credentials.endSessions(session.credentialId);
    refuse({
      code: "unauthenticated",
      message: "The address or the password is not right.",
      remedy: "Try again, or ask an administrator for a link that sets a new password.",
    });
  }
  for (const cookie of session.cookies) context.answerHeader("set-cookie", cookie);
  const actor: Actor = {
    organizationId: chosen.organizationId,
    principalId: chosen.principalId,
    type: "user",
    keyId: null,
    keyExpiresAt: null,
  };
  await recordSession(environment, actor, "session.sign-in", frame);
  return look(environment, actor, frame, anyMember("oneself"), undefined, describeMe);
}

export async function signOut(context: Context, actor: Actor): Promise<{ readonly signedOut: true }> {
  for (const cookie of await context.environment.credentials.signOut(context.headers)) {
    context.answerHeader("set-cookie", cookie);
  }
  await recordSession(context.environment, actor, "session.sign-out", context.frame);
  return { signedOut: true };
}

/** A person sets his own password, proving the old one. Every session ends with it, and he gets a new one. */
export async function changePassword(
  context: Context,
  actor: Actor,
  input: { readonly currentPassword: string; readonly newPassword: string },
): Promise<{ readonly revision: number }> {
  const { environment, frame } = context;
  const profile =
    actor.keyId === null
      ? await look(environment, actor, frame, anyMember("oneself"), undefined, async (reading) =>
          readProfile(reading.tx, reading.organizationId, reading.actor.principalId),
        )
      : null;
  if (profile?.email == null || profile.credentialId === null) {
    refuse({
      code: "forbidden",
      message: "A password is changed by its person alone, signed in without a key.",
      remedy: "Sign in to the console and change it there.",
    });
  }
  const { credentialId } = profile;
  const before = await environment.db
    .transaction()
    .setAccessMode("read only")
    .execute((tx) => readPasswordHash(tx, credentialId));
  const proven = before !== null && (await environment.credentials.passwordMatches(before, input.currentPassword));
  if (!proven) {
    refuse({
      code: "unauthenticated",
      message: "The current password is not right.",
      remedy: "Type the password that you sign in with.",
    });
  }
  const passwordHash = await environment.credentials.hashPassword(input.newPassword);
  const revision = await recordSession(environment, actor, "credential.reset", frame, async (tx, at) => {
    const there = await lockCredential(tx, environment.engine, credentialId);
    if (!there || (await readPasswordHash(tx, credentialId)) !== before) {
      refuse({
        code: "conflict",
        message: "The password was changed by somebody else at the same moment.",
        remedy: "Try again with the password as it is now.",
      });
    }
    await writePasswordHash(tx, { id: credentialId, passwordHash, at });
  });
  const session = await environment.credentials.signIn(profile.email, input.newPassword, context.headers);
  for (const cookie of session?.cookies ?? []) context.answerHeader("set-cookie", cookie);
  return { revision };
}

/** Writes the event of a session, in one transaction with what it is about. */
async function recordSession(
  environment: Environment,
  actor: Actor,
  action: "session.sign-in" | "session.sign-out" | "credential.reset",
  frame: CallFrame,
  work: (tx: Tx, now: string) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  return environment.db.transaction().execute(async (tx) => {
    const organization = found(await readOrganization(tx, environment.engine, actor.organizationId, "shared"));
    const now = await environment.clock.inside(tx);
    await work(tx, now);
    await appendToChain(
      { tx, engine: environment.engine, chain: organization.id, revision: organization.revision, now },
      [
        {
          action,
          actor: { type: actor.type, principalId: actor.principalId, keyId: actor.keyId },
          target: { type: "principal", id: actor.principalId },
          scopeId: null,
          outcome: { outcome: "done" },
          requestId: frame.requestId,
          details: {},
          texts: withAddress(frame),
        },
      ],
    );
    return organization.revision;
  });
}
