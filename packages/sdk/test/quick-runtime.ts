import type { Runtime } from "../src/transport/runtime.ts";

/** A runtime in which nothing waits and nothing is left to chance; `pauses` holds what would have been waited. */
export function quickRuntime(): Partial<Runtime> & { readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  let ids = 0;
  return {
    pauses,
    random: () => 0.5,
    newId: () => {
      ids += 1;
      return `key-${ids}`;
    },
    sleep: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
  };
}
