import type { ManifestSource } from "@countersign/core";
import { applyPlan, planAccess } from "@countersign/sdk/access";
import { median } from "../percentile.ts";
import { type Build, startRegistryProcess } from "../registry-process.ts";
import { type Figure, judged } from "../report.ts";
import type { Suite } from "../suite.ts";

export interface AccessSize {
  readonly workspaces: number;
  readonly groups: number;
  readonly people: number;
  /** Plans of the same manifest. */
  readonly rounds: number;
  readonly build: Build;
}

const full: AccessSize = { workspaces: 50, groups: 100, people: 40, rounds: 5, build: "built" };

const names = {
  plan: "plan of a manifest of 5,000 bindings, all new",
  apply: "apply of a manifest of 5,000 bindings",
  empty: "plan of it once it is applied",
};

/** How long access as code takes, against a server of its own over HTTP. */
export function access(size: AccessSize = full): Suite {
  return {
    figures: Object.values(names),
    run: async function* (): AsyncGenerator<Figure> {
      await using registry = await startRegistryProcess(size.build);
      const { owner } = registry;
      for (let at = 0; at < size.people; at += 1) {
        await owner.invitation
          .create({ email: emailOf(at), bindings: [], groupIds: [] })
          .then(({ token }) =>
            registry
              .anonymous()
              .invitation.accept({ token, name: `Person ${at}`, password: "correct horse battery staple" }),
          );
      }
      const manifest = manifestOf(size);
      const plans: number[] = [];
      for (let round = 0; round < size.rounds; round += 1) {
        plans.push(await secondsOf(async () => void (await planAccess(owner, { manifest }, { timeout: 120_000 }))));
      }
      yield judged({ figure: names.plan, ours: median(plans), unit: "s" }, { atMost: 1 });
      const plan = await planAccess(owner, { manifest }, { timeout: 120_000 });
      const applied = await secondsOf(async () => void (await applyPlan(owner, plan, { timeout: 120_000 })));
      yield judged({ figure: names.apply, ours: applied, unit: "s" }, { atMost: 5 });
      const again: number[] = [];
      for (let round = 0; round < size.rounds; round += 1) {
        again.push(
          await secondsOf(async () => {
            const { changes } = await planAccess(owner, { manifest }, { timeout: 120_000 });
            if (changes.length > 0) throw new Error("What was applied is to be applied again.");
          }),
        );
      }
      yield judged({ figure: names.empty, ours: median(again), unit: "s" }, { atMost: 1 });
    },
  };
}

/** Every group has a role in every workspace, and three people. */
function manifestOf({ workspaces, groups, people }: AccessSize): ManifestSource {
  const workspaceNames = Array.from({ length: workspaces }, (_, at) => `workspace-${at}`);
  const groupNames = Array.from({ length: groups }, (_, at) => `group-${at}`);
  const roles = ["workspace.viewer", "workspace.editor", "workspace.reviewer"];
  return {
    manifest: "bench",
    workspaces: Object.fromEntries(workspaceNames.map((name) => [name, {}])),
    groups: Object.fromEntries(
      groupNames.map((name, at) => [
        name,
        { members: [...new Set([at, at * 7 + 1, at * 13 + 2].map((one) => emailOf(one % people)))] },
      ]),
    ),
    bindings: groupNames.flatMap((group, row) =>
      workspaceNames.map((place, column) => ({ group, role: roles[(row + column) % roles.length] ?? "", at: place })),
    ),
  };
}

function emailOf(at: number): string {
  return `person-${at}@acme.test`;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}
