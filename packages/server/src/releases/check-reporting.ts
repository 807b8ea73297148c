import { type CheckReport, judgedPolicies, type RequestRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { insertCheckReport } from "./check-store.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { touchRequest } from "./request-store.ts";

/**
 * A service account reports a check for exactly what a request proposes. It counts only where a policy of the request
 * names this account for this check, so it is refused to every other; another digest than the request's is refused too.
 */
export async function reportCheck(
  command: Command,
  input: {
    readonly requestId: string;
    readonly name: string;
    readonly digest: string;
    readonly outcome: "passed" | "failed";
    readonly summary?: string | undefined;
    readonly expiresAt?: string | undefined;
  },
): Promise<RequestRecord> {
  const { tx, organizationId, actor, now } = command;
  if (actor.type !== "service-account") {
    refuse({
      code: "forbidden",
      message: "Checks are reported by service accounts alone.",
      remedy: "Report it with a key of the service account that the policy names.",
    });
  }
  const standing = await standingOf(command, input.requestId);
  const { request } = standing.stored;
  if (request.ending !== null || standing.state === "expired") {
    refuse({
      code: "conflict",
      message: `The request is ${standing.state}.`,
      remedy: "Report the check in a request that is open.",
    });
  }
  if (input.digest !== request.content.digest) {
    refuse({
      code: "stale",
      message: "The request proposes another content than the one that was checked.",
      remedy: "Load the request again, run the check on what it proposes now, and report that digest.",
    });
  }
  const named = judgedPolicies(standing.input, standing.facts).some(({ version }) =>
    version.terms.checks.some((check) => check.name === input.name && check.serviceAccountId === actor.principalId),
  );
  if (!named) {
    refuse({
      code: "forbidden",
      message: `No policy of this request names this service account for a check "${input.name}".`,
      remedy: "Have the check and its service account named in the policy of the label.",
    });
  }
  if (input.expiresAt !== undefined && input.expiresAt <= now) {
    refuse({
      code: "invalid",
      message: `The report would have expired already, at ${input.expiresAt}.`,
      remedy: "Name a later time, or none.",
    });
  }
  const report: CheckReport = {
    id: newId("chk"),
    name: input.name,
    serviceAccountId: actor.principalId,
    digest: input.digest,
    outcome: input.outcome,
    at: now,
    expiresAt: input.expiresAt ?? null,
  };
  await insertCheckReport(tx, organizationId, {
    ...report,
    keyId: actor.keyId,
    requestId: request.id,
    summary: input.summary ?? "",
  });
  await touchRequest(tx, organizationId, request.id, now);
  command.record({
    action: "check.report",
    target: { type: "release-request", id: request.id },
    scopeId: standing.target.scopeId,
    after: input.digest,
    details: { checkId: report.id, name: report.name, outcome: report.outcome, expiresAt: report.expiresAt },
    texts: { summary: input.summary ?? "" },
  });
  return answerRequest(command, request.id);
}
