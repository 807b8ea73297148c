import type { Limits } from "./freshness.ts";
import type { OpenPromptStore, PromptBundle } from "./kept-copies.ts";

/** How fetched prompts are kept. Times are milliseconds since the server last said that a prompt stands. */
export interface PromptOptions {
  /**
   * How long a prompt is given from memory alone. After it, it is still given at once, and asked for beside that.
   * Default 10,000, and never more than `ttl`.
   */
  readonly refreshAfter?: number | undefined;
  /**
   * How long a prompt is given without waiting for the server: what was taken away is gone after this at the latest, and
   * within a second where `push` is connected. 0 asks each time. Default 60,000, for a client without a key 0.
   */
  readonly ttl?: number | undefined;
  /** How long a prompt is given, marked stale, while the server cannot be reached. A hard end, in every mode. Default 3,600,000. */
  readonly maxStale?: number | undefined;
  /** How many prompts are kept in memory. Default 500. */
  readonly capacity?: number | undefined;
  /** Milliseconds that the server is waited for where there is something else to give. Default 2,000. */
  readonly patience?: number | undefined;
  /**
   * Whether the server says on a stream of its own what changes: then a release is seen, and what was taken away is gone,
   * within a second. The stream stays open, and keeps a program of Node from ending, until `client.close()`. Default false.
   */
  readonly push?: boolean | undefined;
  /**
   * Keeps copies beyond the life of the program: `folderStore(path)` of `@countersign/sdk/node`. It needs a client with a
   * key, which copies belong to. Default: none.
   */
  readonly store?: OpenPromptStore | undefined;
  /** Prompts that the application carries along, of `createBundle` in `@countersign/sdk/bundle`. Their age counts as any other's. */
  readonly bundle?: PromptBundle | undefined;
}

export interface CacheSettings {
  readonly limits: Limits;
  readonly capacity: number;
  readonly patience: number;
}

const DEFAULT_REFRESH_AFTER = 10_000;
const DEFAULT_TTL = 60_000;
const DEFAULT_MAX_STALE = 3_600_000;
const DEFAULT_CAPACITY = 500;
const DEFAULT_PATIENCE = 2_000;

/** Throws a `TypeError` for options that cannot work. */
export function readPromptOptions(options: PromptOptions, hasKey: boolean): CacheSettings {
  const maxStale = readTime("maxStale", options.maxStale) ?? DEFAULT_MAX_STALE;
  const ttl = readTime("ttl", options.ttl) ?? (hasKey ? Math.min(DEFAULT_TTL, maxStale) : 0);
  if (ttl > maxStale) {
    throw new TypeError(`"prompts.ttl" is ${ttl}, longer than "prompts.maxStale", ${maxStale}; give at most that.`);
  }
  const refreshAfter = Math.min(readTime("refreshAfter", options.refreshAfter) ?? DEFAULT_REFRESH_AFTER, ttl);
  const capacity = options.capacity ?? DEFAULT_CAPACITY;
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new TypeError(`"prompts.capacity" is ${capacity}; give 1 or more.`);
  }
  return {
    limits: { refreshAfter, ttl, maxStale },
    capacity,
    patience: readTime("patience", options.patience) ?? DEFAULT_PATIENCE,
  };
}

function readTime(name: string, value: number | undefined): number | undefined {
  if (value === undefined || value >= 0) return value;
  throw new TypeError(`"prompts.${name}" is ${value}; give milliseconds, 0 or more.`);
}
