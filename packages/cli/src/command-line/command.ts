import type { CountersignClient } from "@countersign/sdk";
import type { Outcome } from "./exit-code.ts";
import type { FlagName } from "./flags.ts";
import type { Surroundings } from "./surroundings.ts";

/** A command as the help shows it, and the module that does it. */
export interface CommandEntry {
  /** The words that call it: `push`, `key create`. */
  readonly name: string;
  /** What follows the name, such as `FILE`; `[FILE]` may be left out, and `FILE…` is one or more. */
  readonly positionals: readonly string[];
  /** Beside those that every command takes. */
  readonly flags: readonly FlagName[];
  /** In a sentence, without its full stop. */
  readonly does: string;
  /** What else whoever uses it must know. */
  readonly about?: string;
  /** At least one, each with what it does. */
  readonly examples: readonly { readonly does: string; readonly line: string }[];
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** A command's file exports one of these as `run`. */
export type Run = (invocation: Invocation) => Promise<Outcome>;

/** What a command gets. */
export interface Invocation extends Surroundings {
  /** The text of a flag of the command; of a flag that is given more than once the last. */
  readonly text: (flag: FlagName) => string | undefined;
  /** Every text of a flag. */
  readonly texts: (flag: FlagName) => readonly string[];
  readonly has: (flag: FlagName) => boolean;
  readonly positionals: readonly string[];
  /** Answers in JSON. */
  readonly json: boolean;
  /** The client of whoever is signed in; throws a fault where nobody is. */
  readonly client: () => Promise<CountersignClient>;
  /** Says what one may do next; nothing with `--json`. */
  readonly next: (line: string) => void;
}
