import { emailOf, password, type Registry } from "../../../packages/sdk/test/fixtures/registry.ts";
import type { Parties } from "../src/release-latest.ts";

/** Everybody whom an import needs, and the application that fetches what it brought. */
export interface Cast {
  readonly parties: Parties;
  readonly application: Registry["owner"];
  /** What the program is told about the parties. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Development and production, a policy that asks for one review, and three people with exactly the roles of their part. */
export async function castOf({ owner, join, addApplication }: Registry): Promise<Cast> {
  const { id: development } = await owner.workspace.create({ name: "development" });
  const { id: production } = await owner.workspace.create({ name: "production" });
  const parties = {
    engineer: await join("Erin", [
      { roleId: "workspace.editor", scopeId: development },
      { roleId: "workspace.requester", scopeId: production },
    ]),
    reviewer: await join("Rita", [{ roleId: "workspace.reviewer", scopeId: production }]),
    publisher: await join("Paul", [{ roleId: "workspace.publisher", scopeId: production }]),
  };
  await owner.provision.ensurePolicy({
    name: "Production",
    scope: { workspace: "production" },
    labelPattern: "production",
    requirements: [{ role: "workspace.reviewer", count: 1 }],
  });
  const { client } = await addApplication("app", [{ roleId: "workspace.consumer", scopeId: production }]);
  return {
    parties,
    application: client,
    environment: {
      COUNTERSIGN_ENGINEER_EMAIL: emailOf("Erin"),
      COUNTERSIGN_ENGINEER_PASSWORD: password,
      COUNTERSIGN_REVIEWER_EMAIL: emailOf("Rita"),
      COUNTERSIGN_REVIEWER_PASSWORD: password,
      COUNTERSIGN_PUBLISHER_KEY: (await parties.publisher.key.create({ name: "import" })).secret,
    },
  };
}
