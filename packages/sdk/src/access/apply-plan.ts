import {
  CountersignError,
  type ManifestApi,
  type ManifestInput,
  type ManifestPlanRecord,
  type ManifestProblem,
} from "@countersign/core";
import { hasCode } from "../error/countersign-error.ts";
import type { ManyCallOptions } from "../place/many-call-options.ts";

/** A client, as far as manifests need one. */
interface Client {
  readonly manifest: ManifestApi;
}

/** A plan that can be kept and applied later: with everything that it was made from. */
export interface ReadyPlan extends ManifestPlanRecord {
  readonly input: ManifestInput;
}

export type AppliedPlan = Awaited<ReturnType<ManifestApi["applyPlan"]>>;

/**
 * What an apply would do. `access:view` and `member:view`.
 *
 * Rejects with `invalid` for a manifest with mistakes; `details.problems` holds each with its place.
 */
export async function planAccess(client: Client, input: ManifestInput, options?: ManyCallOptions): Promise<ReadyPlan> {
  const plan = await client.manifest.plan(input, options);
  const [first] = plan.problems;
  if (first === undefined) return { ...plan, input };
  throw new CountersignError({
    code: "invalid",
    message: `${placeText(first)}: ${first.message}`,
    remedy: first.remedy,
    details: { problems: plan.problems.map(({ path, message }) => ({ path: path.join("."), message })) },
  });
}

/**
 * Does exactly what a plan says, all or nothing, once however often it is called. Where the organization has moved on since
 * it is planned again: if that is the same plan it is applied, and else rejected with `stale`.
 */
export async function applyPlan(client: Client, plan: ReadyPlan, options?: ManyCallOptions): Promise<AppliedPlan> {
  const { input, digest } = plan;
  for (let revision = plan.revision, round = 1; ; round += 1) {
    try {
      const idempotencyKey = `manifest:${revision}:${digest}`;
      return await client.manifest.applyPlan({ ...input, revision, digest }, { ...options, idempotencyKey });
    } catch (error) {
      if (!hasCode(error, "stale") || round === MOST_ROUNDS) throw error;
      const again = await client.manifest.plan(input, options);
      if (again.digest !== digest) throw error;
      revision = again.revision;
    }
  }
}

const MOST_ROUNDS = 5;

function placeText({ path }: ManifestProblem): string {
  return path.length === 0 ? "The manifest" : path.join(".");
}
