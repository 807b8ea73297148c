import type { Actor, CallFrame } from "../command/actor.ts";
import type { Environment } from "../command/environment.ts";
import type { Attempt, BegunAttempt } from "../identity/attempt-limit.ts";

/** What every procedure is called with. Opaque to clients: nothing of it is part of the router's published types. */
export interface Context {
  readonly environment: Environment;
  readonly frame: CallFrame;
  readonly headers: Headers;
  /** Who calls, found once a call. `null`: nobody that the server knows. */
  readonly actor: () => Promise<Actor | null>;
  /** Adds a header to the answer; sign-in sets its cookie so. */
  readonly answerHeader: (name: string, value: string) => void;
  /** Counts an attempt at a password or token of the account; refuses with `limit` where there were too many. */
  readonly attempt: (subject: Pick<Attempt, "account">) => BegunAttempt;
  /** What a public procedure may use. */
  readonly server: ServerFacts;
}

/** What the server knows of itself. */
export interface ServerFacts {
  readonly version: string;
  readonly demo: readonly DemoAccount[] | null;
}

export interface DemoAccount {
  readonly email: string;
  readonly name: string;
  readonly part: string;
  readonly password: string;
}
