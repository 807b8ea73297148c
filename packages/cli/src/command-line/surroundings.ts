import type { Output } from "./output.ts";

/** What the operating system hands to a process, and tests to a command. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths are below it. */
  readonly folder: string;
  readonly output: Output;
  readonly input: Input;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Where a command reads what it is not told. */
interface Input {
  /** Whether a person sits there who can be asked. */
  readonly interactive: boolean;
  /** Everything that standard input holds, to its end. */
  readonly all: () => Promise<string>;
  /** Asks the person; what is typed does not show where it is secret. */
  readonly ask: (question: string, secret?: boolean) => Promise<string>;
}
