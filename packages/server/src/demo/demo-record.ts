import { z } from "zod";
import type { DemoAccount } from "../rpc/context.ts";
import { type DemoRole, demoPeople, demoRoles } from "./demo-people.ts";

/** What of a demo cannot be read from its database: passwords, the key that was shown once, and where the story stands. */
export interface DemoRecord {
  readonly format: 1;
  readonly passwords: Readonly<Record<DemoRole, string>>;
  /** The secret of a key that fetches what production serves. */
  readonly key: string;
  readonly places: DemoPlaces;
}

/** Ids of what the story leads to. */
export interface DemoPlaces {
  /** The request that waits for the reviewer. */
  readonly waitingRequest: string;
  /** The request in which changes were asked for. */
  readonly returnedRequest: string;
  /** The prompt in development and in production. */
  readonly draft: string;
  readonly live: string;
  readonly reviewerRole: string;
  readonly productionPolicy: string;
}

/** Where the live prompt is fetched. */
export const livePath = "v1/prompts/production/support/refund-reply?label=production";

const schema: z.ZodType<DemoRecord> = z.strictObject({
  format: z.literal(1),
  passwords: z.record(z.enum(demoRoles), z.string()),
  key: z.string(),
  places: z.strictObject({
    waitingRequest: z.string(),
    returnedRequest: z.string(),
    draft: z.string(),
    live: z.string(),
    reviewerRole: z.string(),
    productionPolicy: z.string(),
  }),
});

/** Reads the record; `null` for what another version wrote, or nobody. */
export function parseDemoRecord(text: string): DemoRecord | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The people with their passwords, as the sign-in page offers them. */
export function demoAccounts(record: DemoRecord): readonly DemoAccount[] {
  return demoRoles.map((role) => ({ ...demoPeople[role], password: record.passwords[role] }));
}
