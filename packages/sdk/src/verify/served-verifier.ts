import {
  type AskedAddress,
  checkServed,
  readSignature,
  readStatement,
  type ServedResource,
  type SigningKey,
  seenAfter,
  type VerificationProblem,
  verificationProblem,
} from "@countersign/core";
import { verifyEd25519 } from "./ed25519.ts";
import { type FetchKeys, KeyRing } from "./trusted-keys.ts";
import { VerificationError } from "./verification-error.ts";
import type { VerifySettings } from "./verify-options.ts";

/** Looks at an answer that came over the network. Rejects with a {@link VerificationError} where it may not be used. */
export type VerifyServed = (served: ServedResource, asked: AskedAddress) => Promise<void>;

/** What a client verifies with, where it verifies. */
export function createServedVerifier(settings: VerifySettings, fetchKeys: FetchKeys, now: () => number): VerifyServed {
  const ring = new KeyRing(settings.trusted, fetchKeys, now);
  return async (served, asked) => {
    const wrong = await problemOf(settings, ring, served, asked);
    if (wrong === null) return;
    const address = `${asked.workspace}/${asked.path}@${asked.label}`;
    if (settings.required) throw new VerificationError(address, wrong);
    settings.onWarning(wrong, address);
  };
}

async function problemOf(
  settings: VerifySettings,
  ring: KeyRing,
  served: ServedResource,
  asked: AskedAddress,
): Promise<VerificationProblem | null> {
  const signed: unknown = served.release;
  if (!isSigned(signed)) {
    return verificationProblem(
      "unsigned",
      "The server is older than signatures, or the release is.",
      "Release it again, or run `countersign-server releases sign` on the server's host.",
    );
  }
  const parts = readSignature("release", signed);
  const statement = readStatement(signed.statement);
  if (parts === null || statement === null) {
    return verificationProblem("unreadable", "It has another form.", "Update the client to the server's version.");
  }
  let key: SigningKey | null;
  let genuine: boolean;
  try {
    key = await ring.find(parts.kid, statement.signedAt);
    genuine = key !== null && (await verifyEd25519(key, parts));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return verificationProblem("unavailable", why, "Try again, on a platform that has Ed25519.");
  }
  if (key === null) {
    return verificationProblem(
      "unknown-key",
      `It was signed by ${parts.kid}.`,
      "Where the server's key was rotated, trust the new one too; otherwise do not use it.",
    );
  }
  if (!genuine) {
    return verificationProblem("bad-signature", `It should be by ${parts.kid}.`, "Do not use it.");
  }
  const { organizationId, refuse, seen } = settings;
  const name = [asked.kind, asked.workspace, asked.path, asked.label].map(encodeURIComponent).join("/");
  const wrong = checkServed(served, statement, key, {
    asked,
    organizationId,
    refuse,
    seen: (await seen.get(name)) ?? null,
  });
  if (wrong === null) await seen.set(name, seenAfter(statement));
  return wrong;
}

function isSigned(value: unknown): value is { readonly statement: string; readonly signature: string } {
  if (typeof value !== "object" || value === null || !("statement" in value) || !("signature" in value)) return false;
  return typeof value.statement === "string" && typeof value.signature === "string";
}
