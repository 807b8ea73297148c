import type { Home } from "@countersign/core";
import type { AccessStateCache } from "../access/access-state-cache.ts";
import type { Sealing } from "../audit/sealing.ts";
import type { DifferenceCache } from "../datasets/difference-cache.ts";
import type { CommitEar } from "../db/commit-ear.ts";
import type { Database } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import type { WarmFetches } from "../delivery/warm-fetches.ts";
import type { Credentials } from "../identity/credentials.ts";
import type { UsageRecorder } from "../identity/usage-recorder.ts";
import type { Signer } from "../signing/signer.ts";
import type { Clock } from "./clock.ts";

/** What the services run on; made once, by the composition root. */
export interface Environment {
  readonly db: Database;
  readonly engine: Engine;
  /** Hears of what is committed. */
  readonly ear: CommitEar;
  readonly clock: Clock;
  readonly accessStates: AccessStateCache;
  readonly credentials: Credentials;
  readonly usage: UsageRecorder;
  /** What was fetched and is served again while nothing is committed. */
  readonly warmFetches: WarmFetches;
  /** What the rows of saved versions differ in: it never changes. Who may see it is decided before it is asked for. */
  readonly rowDifferences: DifferenceCache;
  /** Signs releases and audit checkpoints. */
  readonly signer: Signer;
  /** How long after an emergency release its review is due, in days. */
  readonly emergencyReviewDays: number;
  /** Seals what is appended to the audit chains, now and then. */
  readonly sealing: Sealing;
  /** The next clicks of a story that the server was filled with, for the person with this e-mail address; mostly none. */
  readonly nextSteps: (email: string) => Home["nextSteps"];
  /** Takes what an operator should know of; never a secret or a prompt's text. */
  readonly log: (line: LogLine) => void;
}

export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly requestId?: string;
  readonly cause?: unknown;
}
