import { join } from "node:path";
import type { LogLine } from "../command/environment.ts";
import { type CountersignServer, createCountersignServer, type ServerOptions } from "../compose.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { prepareDataFolder, secretIn } from "../configuration/data-folder.ts";
import { StartFault } from "../configuration/start-fault.ts";
import type { DatabaseTarget } from "../db/open-database.ts";
import { isExposed, type KeySource, keyInFile, keyOf } from "../signing/key-source.ts";
import type { Output } from "./output.ts";
import { keyFileFor } from "./signing-key-file.ts";

/**
 * Opens what the configuration names, the database migrated.
 *
 * @throws a {@link StartFault} where the data folder or the database cannot be used
 */
export async function openServer(
  configuration: Configuration,
  output: Output,
  options: Partial<ServerOptions> = {},
): Promise<CountersignServer> {
  const { database, secret: given, signingKey, signingKeyFile } = configuration;
  if (database.engine === "sqlite" || given === null || (signingKey ?? signingKeyFile) === null) {
    prepareDataFolder(configuration.data);
  }
  const secret = given ?? secretIn(configuration.data);
  return openDatabaseServer({
    database: databaseOf(configuration),
    secret,
    publicUrl: configuration.publicUrl ?? "http://127.0.0.1",
    basePath: configuration.basePath,
    signingKey: signingKeyOf(configuration, output),
    emergencyReviewDays: configuration.emergencyReviewDays,
    ...sealingOf(configuration, output),
    log: (line) => output.words(logText(line)),
    ...options,
  });
}

/** Does something with what the configuration names, and closes it. */
export async function withServer<T>(
  configuration: Configuration,
  output: Output,
  work: (server: CountersignServer) => Promise<T>,
): Promise<T> {
  const server = await openServer(configuration, output, { flushing: false });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

/**
 * Where the key comes from that signs releases: the environment, a file that the operator names, or the data folder's
 * own, which is made where it is missing.
 */
export function signingKeyOf(configuration: Configuration, output: Output): KeySource {
  if (configuration.signingKey !== null) return keyOf(configuration.signingKey);
  const file = keyFileFor(configuration);
  const source = keyInFile(file, configuration.signingKeyFile === null);
  source.read();
  if (isExposed(file)) output.words(`Others than its owner may read ${file}; take that from them with chmod 600.`);
  return source;
}

/** When and where to the audit log is sealed. */
function sealingOf(
  { checkpoints, checkpointEvents, checkpointMinutes }: Configuration,
  output: Output,
): Pick<ServerOptions, "sealing" | "checkpoints"> {
  return {
    sealing: { events: checkpointEvents, age: checkpointMinutes * 60_000 },
    checkpoints: checkpoints === "stdout" ? { line: (line) => output.data(line) } : checkpoints,
  };
}

/** The database that an operator chose. */
export function databaseOf({ database, data }: Configuration): DatabaseTarget {
  if (database.engine === "sqlite") return { engine: "sqlite", filename: join(data, "countersign.db") };
  const { url, ownerUrl } = database;
  return { engine: "postgres", url, ...(ownerUrl === null ? {} : { ownerUrl }) };
}

/** Creates a server; what is wrong with its database is said in a sentence. */
export async function openDatabaseServer(options: ServerOptions): Promise<CountersignServer> {
  try {
    return await createCountersignServer(options);
  } catch (cause) {
    throw databaseFault(cause);
  }
}

/** What went wrong with a database, as a sentence; anything that is not its fault stays what it is. */
export function databaseFault(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  if (cause.message.startsWith("The database ")) return new StartFault(cause.message);
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : null;
  if (code === null) return cause;
  return new StartFault(`The database can't be opened (${cause.message === "" ? code : cause.message}).`);
}

/** A log line as it is written. */
export function logText(line: LogLine): string {
  const { level, message, requestId, cause } = line;
  const why =
    cause instanceof Error ? `\n${cause.stack ?? cause.message}` : cause === undefined ? "" : `\n${String(cause)}`;
  return `${new Date().toISOString()} ${level} ${message}${requestId === undefined ? "" : ` (${requestId})`}${why}`;
}
