import type { Configuration } from "../configuration/configuration.ts";
import type { Outcome } from "./exit-code.ts";
import type { Output } from "./output.ts";

/** What a command gets. */
interface Invocation {
  readonly configuration: Configuration;
  /** Its own flags; those of the configuration are in there already. */
  readonly flags: ReadonlyMap<FlagName, string>;
  readonly positionals: readonly string[];
  readonly output: Output;
}

/** A command's file exports one of these as `run`. */
export type Run = (invocation: Invocation) => Promise<Outcome>;

/** Every flag, with the name of its value; `null` for one that is there or not. */
export const flags = {
  port: { value: "PORT", does: "instead of PORT" },
  host: { value: "ADDRESS", does: "instead of COUNTERSIGN_HOST" },
  data: { value: "FOLDER", does: "instead of COUNTERSIGN_DATA" },
  "base-path": { value: "PATH", does: "instead of COUNTERSIGN_BASE_PATH" },
  fresh: { value: null, does: "removes the demo of the data folder and begins it anew, without asking" },
  organization: { value: "ID", does: "the organization, where there are several" },
  key: { value: "KEYS", does: "thumbprints of the signing keys that are believed, with commas between them" },
  checkpoints: { value: "FILE", does: "checkpoints that were written outside the database, to compare with" },
  before: { value: "DATE", does: "drops what was sealed before this day, such as 2026-01-31" },
} as const satisfies Readonly<Record<string, { readonly value: string | null; readonly does: string }>>;

export type FlagName = keyof typeof flags;
