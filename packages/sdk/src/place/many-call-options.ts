import type { CallOptions } from "@countersign/core";

/** Options of what takes several calls: `timeout` is for each of them, and each mutation has a key of its own. */
export type ManyCallOptions = Pick<CallOptions, "signal" | "timeout">;
