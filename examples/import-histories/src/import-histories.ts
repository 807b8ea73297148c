import type { History } from "./histories.ts";
import { importVersions, type PlainVersion } from "./import-versions.ts";
import { type Parties, type ReleaseTarget, releaseLatest } from "./release-latest.ts";

export interface ImportPlan {
  readonly histories: readonly History[];
  /** Name of the workspace that every version goes into. */
  readonly source: string;
  /** Name of the workspace in which the latest version of each goes live, and under which label. */
  readonly target: string;
  readonly label: string;
  /** How many histories are on their way at once. */
  readonly concurrency: number;
}

export interface ImportReport {
  readonly prompts: number;
  readonly versions: number;
  /** Versions that this run saved. */
  readonly saved: number;
  /** Latest versions that this run published. */
  readonly published: number;
  /** In the order of the file. */
  readonly plain: readonly PlainVersion[];
}

export interface ImportProgress {
  readonly done: number;
  readonly of: number;
  readonly name: string;
}

/** Imports every history and releases its latest version. What is there already is left alone. */
export async function importHistories(
  parties: Parties,
  plan: ImportPlan,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportReport> {
  const target = await targetOf(parties, plan);
  const outcomes: Outcome[] = [];
  const queue = plan.histories.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    // The workers share the iterator: each takes the next that nobody has, and none once another has failed.
    for (const [index, history] of queue) {
      if (failed) return;
      try {
        const imported = await importVersions(parties.engineer, plan.source, history);
        const released = await releaseLatest(parties, target, imported);
        outcomes.push({ index, saved: imported.saved, plain: imported.plain, published: released === "published" });
      } catch (error) {
        failed = true;
        throw error;
      }
      onProgress({ done: outcomes.length, of: plan.histories.length, name: history.name });
    }
  };
  await Promise.all(Array.from({ length: plan.concurrency }, work));
  outcomes.sort((a, b) => a.index - b.index);
  return {
    prompts: plan.histories.length,
    versions: plan.histories.reduce((sum, history) => sum + history.versions.length, 0),
    saved: outcomes.reduce((sum, outcome) => sum + outcome.saved, 0),
    published: outcomes.filter((outcome) => outcome.published).length,
    plain: outcomes.flatMap((outcome) => outcome.plain),
  };
}

interface Outcome {
  readonly index: number;
  readonly saved: number;
  readonly plain: readonly PlainVersion[];
  readonly published: boolean;
}

async function targetOf(parties: Parties, plan: ImportPlan): Promise<ReleaseTarget> {
  const workspaces = await parties.engineer.workspace.list({});
  const workspace = workspaces.find((candidate) => candidate.name === plan.target);
  if (workspace === undefined) {
    throw new Error(`The engineer sees no workspace "${plan.target}"; make it, or bind a role in it.`);
  }
  return { workspaceId: workspace.id, workspace: plan.target, label: plan.label };
}
