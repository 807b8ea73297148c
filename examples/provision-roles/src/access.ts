import type { CountersignClient } from "@countersign/sdk";

/** What one step did. */
export interface Step {
  readonly what: string;
  readonly changed: boolean;
}

/**
 * Access as this team wants it. It stands in the repository, is reviewed like code, and runs in CI: what is there
 * already is left alone, so it can run after each merge.
 *
 * @param reviewers addresses of people who joined and judge the tone: a policy that nobody could satisfy is refused.
 */
export async function provisionAccess(
  { provision }: CountersignClient,
  reviewers: readonly string[],
): Promise<readonly Step[]> {
  const managedBy = "access.ts";
  const steps: Step[] = [];
  const note = (what: string, { changed }: { readonly changed: boolean }): void => {
    steps.push({ what, changed });
  };

  note("workspace production", await provision.ensureWorkspace({ name: "production" }));

  note(
    "role prompt-translator",
    await provision.ensureRole({
      name: "prompt-translator",
      description: "Reads prompts and saves new versions of them, without creating or deleting any",
      permissions: ["prompt:view", "prompt:comment", "prompt:edit"],
      managedBy,
    }),
  );

  note(
    "group tone-reviewers",
    await provision.ensureGroup({ name: "tone-reviewers", description: "Judge how we speak to customers", managedBy }),
  );
  note("members of tone-reviewers", await provision.ensureGroup({ name: "tone-reviewers", members: reviewers }));
  note(
    "tone-reviewers review in production",
    await provision.ensureBinding({
      holder: { group: "tone-reviewers" },
      role: "workspace.reviewer",
      scope: { workspace: "production" },
      reason: "Every prompt that customers see is read by somebody who judges its tone",
      managedBy,
    }),
  );

  note(
    "service account support-app",
    await provision.ensureServiceAccount({ name: "support-app", home: { workspace: "production" }, managedBy }),
  );
  note(
    "support-app uses production",
    await provision.ensureBinding({
      holder: { serviceAccount: "support-app" },
      role: "workspace.consumer",
      scope: { workspace: "production" },
      managedBy,
    }),
  );

  note(
    "policy customer-facing",
    await provision.ensurePolicy({
      name: "customer-facing",
      scope: { workspace: "production" },
      labelPattern: "production",
      kinds: ["prompt"],
      requirements: [{ group: "tone-reviewers", count: 1 }],
    }),
  );
  return steps;
}
