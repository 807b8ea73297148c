import { CompiledPolicy, type PolicyRows } from "@countersign/core";

/** What a policy takes in memory once what it was compiled from is gone, in bytes a binding. */
export function bytesPerBinding(makeRows: () => PolicyRows): number {
  const before = bytesInUse();
  const policy = compile(makeRows);
  const bytes = bytesInUse() - before;
  // Asked after the weighing, so that the policy is still there while it is weighed.
  return bytes / policy.size;
}

/** A call of its own: while it runs, its frame would keep the rows. */
function compile(makeRows: () => PolicyRows): CompiledPolicy {
  return CompiledPolicy.from(makeRows(), 1);
}

function bytesInUse(): number {
  if (globalThis.gc === undefined) throw new Error("Memory is weighed without garbage: run Node with --expose-gc.");
  // What finalizers let go of in one collection is gone in the next.
  for (let time = 0; time < 3; time += 1) globalThis.gc();
  // `external` holds array buffers already.
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
