import { resolve } from "node:path";
import { err, ok, type Result } from "@countersign/core";
import { type ConfiguredDatabase, databaseFrom } from "./database-address.ts";
import { countFrom, portFrom, proxiesFrom, reviewDaysFrom } from "./number-setting.ts";
import { basePathFrom, publicUrlFrom } from "./web-address.ts";

/** Everything that an operator can say about a server, read once. */
export interface Configuration {
  /** 0 takes any free one. */
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** The folder of the embedded database and the secret, absolute. */
  readonly data: string;
  readonly database: ConfiguredDatabase;
  /** `""`, or a path that begins with a slash and does not end with one. */
  readonly basePath: string;
  /** The origin under which browsers reach the server; `null` where it is the one that it listens on. */
  readonly publicUrl: string | null;
  /** Signs session cookies; `null` where the data folder's own does. */
  readonly secret: string | null;
  /** The private key that signs releases, as a JSON Web Key or PEM; `null` where it stands in a file. */
  readonly signingKey: string | null;
  /** The file of that key, absolute; `null` where the data folder keeps one. */
  readonly signingKeyFile: string | null;
  /** Where checkpoints of the audit log are written outside the database; `null` for nowhere. */
  readonly checkpoints: { readonly file: string } | "stdout" | null;
  /** An audit chain is sealed after so many events, and after so many minutes. */
  readonly checkpointEvents: number;
  readonly checkpointMinutes: number;
  /** The folder of the built console; `null` where it is looked for beside this package. */
  readonly console: string | null;
  /** How many reverse proxies stand in front, whose `x-forwarded-for` is believed. */
  readonly proxies: number;
  /** How long after an emergency release its review is due, in days. */
  readonly emergencyReviewDays: number;
  /** Whoever started the server holds a pipe to its stdin, and wants it to end when the pipe does. */
  readonly endsWithStdin: boolean;
}

/** What the command line says; it goes before the environment. */
export interface ConfigurationFlags {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly data?: string | undefined;
  readonly basePath?: string | undefined;
}

/** Each setting of the environment with its meaning, in the order in which the help lists them. */
export const settings = {
  PORT: "the port to listen on; default 4700",
  COUNTERSIGN_HOST: "the address to listen on; default 127.0.0.1",
  COUNTERSIGN_DATA: "the data folder; default .countersign",
  COUNTERSIGN_PUBLIC_URL: "the origin that browsers use, such as https://prompts.example.com",
  COUNTERSIGN_BASE_PATH: "the path below which everything lives, such as /registry",
  COUNTERSIGN_SECRET: "signs sessions, at least 32 characters; default: made in the data folder",
  COUNTERSIGN_SIGNING_KEY: "signs releases and audit checkpoints: an Ed25519 private key as a JSON Web Key or PEM",
  COUNTERSIGN_SIGNING_KEY_FILE: "the file of that key; default: made in the data folder, as signing-key.json",
  COUNTERSIGN_CHECKPOINTS:
    "where checkpoints of the audit log are written as well: a file, or stdout; default: nowhere",
  COUNTERSIGN_CHECKPOINT_EVENTS: "after how many events an audit chain is sealed; default 1000",
  COUNTERSIGN_CHECKPOINT_MINUTES: "after how many minutes it is sealed in any case; default 60",
  COUNTERSIGN_PROXIES: "how many reverse proxies in front to believe about client addresses; default 0",
  COUNTERSIGN_EMERGENCY_REVIEW_DAYS: "days until an emergency release must have been reviewed; default 3",
  COUNTERSIGN_CONSOLE: "the folder of the built console; default: beside this package",
  DATABASE_URL: "PostgreSQL, as the role the server runs as; default: SQLite in the data folder",
  DATABASE_OWNER_URL: "PostgreSQL, as the role that owns the schema and migrates it",
} as const;

type Setting = keyof typeof settings;

/** Set by the launcher that holds the other end of stdin; nothing for operators. */
const parentPipe = "COUNTERSIGN_PARENT_PIPE";

/**
 * The one reader of the environment.
 *
 * @param environment the process's, or a test's
 * @param folder that relative paths are below
 * @returns every fault at once, a sentence each, where there is any
 */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  flags: ConfigurationFlags,
  folder: string,
): Result<Configuration, readonly string[]> {
  // An empty variable is one that a script left out.
  const setting = (name: Setting): string | null => environment[name] || null;
  const faults: string[] = [];
  const checked = <T>(result: Result<T, string>, otherwise: T): T => {
    if (result.ok) return result.value;
    faults.push(result.error);
    return otherwise;
  };
  const configuration: Configuration = {
    port: checked(portFrom(flags.port ?? setting("PORT") ?? "4700"), 0),
    host: flags.host ?? setting("COUNTERSIGN_HOST") ?? "127.0.0.1",
    data: resolve(folder, flags.data ?? setting("COUNTERSIGN_DATA") ?? ".countersign"),
    database: checked(databaseFrom(setting("DATABASE_URL"), setting("DATABASE_OWNER_URL")), { engine: "sqlite" }),
    basePath: checked(basePathFrom(flags.basePath ?? setting("COUNTERSIGN_BASE_PATH") ?? ""), ""),
    publicUrl: checked(publicUrlFrom(setting("COUNTERSIGN_PUBLIC_URL")), null),
    secret: checked(secretFrom(setting("COUNTERSIGN_SECRET")), null),
    signingKey: checked(
      signingKeyFrom(setting("COUNTERSIGN_SIGNING_KEY"), setting("COUNTERSIGN_SIGNING_KEY_FILE")),
      null,
    ),
    signingKeyFile: resolved(folder, setting("COUNTERSIGN_SIGNING_KEY_FILE")),
    checkpoints: checkpointsFrom(folder, setting("COUNTERSIGN_CHECKPOINTS")),
    checkpointEvents: checked(
      countFrom("COUNTERSIGN_CHECKPOINT_EVENTS", setting("COUNTERSIGN_CHECKPOINT_EVENTS") ?? "1000"),
      1000,
    ),
    checkpointMinutes: checked(
      countFrom("COUNTERSIGN_CHECKPOINT_MINUTES", setting("COUNTERSIGN_CHECKPOINT_MINUTES") ?? "60"),
      60,
    ),
    console: resolved(folder, setting("COUNTERSIGN_CONSOLE")),
    proxies: checked(proxiesFrom(setting("COUNTERSIGN_PROXIES") ?? "0"), 0),
    emergencyReviewDays: checked(reviewDaysFrom(setting("COUNTERSIGN_EMERGENCY_REVIEW_DAYS") ?? "3"), 3),
    endsWithStdin: environment[parentPipe] === "1",
  };
  return faults.length === 0 ? ok(configuration) : err(faults);
}

function secretFrom(text: string | null): Result<string | null, string> {
  return text === null || text.length >= shortestSecret
    ? ok(text)
    : err(`COUNTERSIGN_SECRET has ${text.length} characters; give it at least ${shortestSecret}.`);
}

function signingKeyFrom(text: string | null, file: string | null): Result<string | null, string> {
  return text === null || file === null
    ? ok(text)
    : err("COUNTERSIGN_SIGNING_KEY and COUNTERSIGN_SIGNING_KEY_FILE are two places for one key; give one of the two.");
}

function checkpointsFrom(folder: string, text: string | null): Configuration["checkpoints"] {
  if (text === null || text === "stdout") return text;
  return { file: resolve(folder, text) };
}

/** Characters of a secret at least. */
export const shortestSecret = 32;

function resolved(folder: string, path: string | null): string | null {
  return path === null ? null : resolve(folder, path);
}
