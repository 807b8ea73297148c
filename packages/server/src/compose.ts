import { AccessStateCache } from "./access/access-state-cache.ts";
import { type App, type AppOptions, createApp } from "./app.ts";
import { CheckpointJournal, type CheckpointTarget } from "./audit/checkpoint-journal.ts";
import { exportRoute } from "./audit/export-route.ts";
import { flushRefusals } from "./audit/refusal-recorder.ts";
import { Sealing, type SealingRules, usualSealing } from "./audit/sealing.ts";
import { type Clock, databaseClock } from "./command/clock.ts";
import type { Environment, LogLine } from "./command/environment.ts";
import { DifferenceCache } from "./datasets/difference-cache.ts";
import { sweepUploads } from "./datasets/upload-sweep.ts";
import { migrate } from "./db/migrate.ts";
import { type DatabaseTarget, openWithEar } from "./db/open-database.ts";
import { deliveryRoutes } from "./delivery/delivery-routes.ts";
import { type QuickFetch, quickFetch } from "./delivery/quick-fetch.ts";
import { WarmFetches } from "./delivery/warm-fetches.ts";
import { Watching } from "./delivery/watching.ts";
import { AttemptLimit } from "./identity/attempt-limit.ts";
import { createCredentials } from "./identity/credentials.ts";
import { UsageRecorder } from "./identity/usage-recorder.ts";
import type { ServerFacts } from "./rpc/context.ts";
import { ScheduleRunner } from "./schedules/schedule-runner.ts";
import { serverVersion } from "./server-version.ts";
import { keySetRoute } from "./signing/key-set-route.ts";
import { type KeySource, temporaryKey } from "./signing/key-source.ts";
import { Signer } from "./signing/signer.ts";

/** How often the batches of usage and repeated refusals are written, in milliseconds. */
const flushInterval = 15_000;

/** How many rows all held comparisons of datasets together name at most; some tens of megabytes. */
const placesOfDifferencesHeld = 2_000_000;

/** How often is looked for what is due, in milliseconds. */
const scheduleInterval = 5_000;

export interface ServerOptions {
  readonly database: DatabaseTarget;
  /** Signs session cookies: at least 32 random characters, the same on every node. */
  readonly secret: string;
  /** Where browsers reach the server, for example `https://prompts.example.com`. */
  readonly publicUrl: string;
  /** Path below which it is mounted. Default: none. */
  readonly basePath?: string;
  /** Where the private key comes from that signs releases. Default: one that lives as long as this server, for trials. */
  readonly signingKey?: KeySource;
  /** When audit chains are sealed. Default: after 1,000 events and after an hour. */
  readonly sealing?: SealingRules;
  /** Where checkpoints are written outside the database. Default: nowhere. */
  readonly checkpoints?: CheckpointTarget;
  readonly facts?: Partial<ServerFacts>;
  readonly clock?: Clock;
  /** Work of a new password's hash as a power of two. Default: 14. Less is for tests alone. */
  readonly passwordCost?: number;
  readonly log?: (line: LogLine) => void;
  /** How long after an emergency release its review is due, in days. Default: 3. */
  readonly emergencyReviewDays?: number | undefined;
  /** What the home page leads the person with this e-mail address to next. Default: nothing. */
  readonly nextSteps?: Environment["nextSteps"];
  /** More routes, after those of delivery. */
  readonly routes?: AppOptions["routes"];
  /** Writes batches by itself now and then, and does what is due. Default: true. */
  readonly flushing?: boolean;
}

/** A running server without a socket: mount `fetch` in any host. */
export interface CountersignServer {
  readonly fetch: App;
  /** What `fetch` asks first; a host may ask it before it makes a request of what came in. */
  readonly quick: QuickFetch;
  readonly environment: Environment;
  /** Writes what is held in batches, and takes away a part of what was uploaded and never saved. */
  flush(): Promise<void>;
  /** Does what is due by the database's time: scheduled publications, overdue reviews. */
  runSchedule(): Promise<void>;
  /** Ends the streams that are open, which would else go on for ever, and opens no more. Fetching goes on. */
  endStreams(): void;
  /** Ends the streams, flushes and closes the database. */
  close(): Promise<void>;
}

/** The one place where the parts are put together. Migrates the database first. */
export async function createCountersignServer(options: ServerOptions): Promise<CountersignServer> {
  if (options.database.engine === "postgres" || options.database.image === undefined) await migrate(options.database);
  const { db, ear } = openWithEar(options.database);
  const { engine } = options.database;
  const clock = options.clock ?? databaseClock(engine);
  const log = options.log ?? (() => undefined);
  const signer = new Signer(options.signingKey ?? temporaryKey());
  const journal = new CheckpointJournal(options.checkpoints ?? null);
  const accessStates = new AccessStateCache();
  const usage = new UsageRecorder();
  const environment: Environment = {
    db,
    engine,
    ear,
    clock,
    accessStates,
    credentials: createCredentials({
      db,
      engine,
      secret: options.secret,
      publicUrl: options.publicUrl,
      passwordCost: options.passwordCost,
    }),
    usage,
    warmFetches: new WarmFetches({ ear, clock, accessStates, usage }),
    rowDifferences: new DifferenceCache(placesOfDifferencesHeld),
    emergencyReviewDays: options.emergencyReviewDays ?? 3,
    signer,
    sealing: new Sealing({ db, engine, clock, signer, journal, log }, options.sealing ?? usualSealing),
    nextSteps: options.nextSteps ?? (() => []),
    log,
  };
  if (options.database.engine === "postgres" && options.database.ownerUrl === undefined) {
    environment.log({
      level: "warn",
      message:
        "The server runs as the database role that migrates, so it could switch its own guards off. Give the schema to another role and name that in DATABASE_OWNER_URL.",
    });
  }
  const watching = new Watching(environment);
  try {
    await signer.start(db, engine, clock);
    await journal.start(db);
  } catch (cause) {
    await ear.close();
    await db.destroy();
    throw cause;
  }
  const quick = quickFetch(environment.warmFetches, options.basePath ?? "");
  const fetch = createApp({
    quick,
    environment,
    watching,
    server: { version: serverVersion(), demo: null, ...options.facts },
    attempts: new AttemptLimit(() => Date.parse(environment.clock.now())),
    basePath: options.basePath ?? "",
    publicUrl: options.publicUrl,
    routes: [keySetRoute, exportRoute, deliveryRoutes, ...(options.routes ?? [])],
  });
  const schedule = new ScheduleRunner(environment);
  const flush = async (): Promise<void> => {
    await environment.usage.flush(db);
    await flushRefusals(environment);
    await sweepUploads(environment);
  };
  const timer =
    options.flushing === false
      ? null
      : setInterval(() => {
          flush().catch((cause: unknown) =>
            environment.log({ level: "warn", message: "Usage could not be written; it is kept.", cause }),
          );
        }, flushInterval);
  timer?.unref();
  const clockwork =
    options.flushing === false
      ? null
      : setInterval(() => {
          schedule.run().catch((cause: unknown) =>
            environment.log({
              level: "warn",
              message: "What is due could not be looked at; it is tried again.",
              cause,
            }),
          );
        }, scheduleInterval);
  clockwork?.unref();
  return {
    fetch,
    quick,
    environment,
    flush,
    runSchedule: () => schedule.run(),
    endStreams: () => watching.end(),
    close: async () => {
      watching.end();
      if (timer !== null) clearInterval(timer);
      if (clockwork !== null) clearInterval(clockwork);
      // What is under way ends before the database does.
      await schedule.ended();
      await environment.usage.flush(db);
      await flushRefusals(environment, true);
      await ear.close();
      await db.destroy();
    },
  };
}
