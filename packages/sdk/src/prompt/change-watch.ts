import { isCountersignError } from "../error/countersign-error.ts";
import type { Runtime } from "../transport/runtime.ts";
import type { SendSettings } from "../transport/send.ts";
import { createWatchServed, type HeldAddress, type WatchServed, type Word } from "../transport/watch-served.ts";
import type { News } from "./news.ts";

/** What is kept, as far as watching it goes. */
export interface Watchable {
  /** What is held now, by its key. */
  readonly held: () => ReadonlyMap<string, HeldAddress>;
  /** The server says that this very copy stands. */
  readonly confirm: (key: string, tag: string | null) => void;
  /** The server serves another one. */
  readonly changed: (key: string) => void;
  /** The server refuses it. */
  readonly refused: (key: string) => void;
  /** The server refuses everything. */
  readonly refusedAll: () => void;
}

/** Milliseconds between hearing of something new and watching it, so that many are watched at once. */
const GATHERING = 20;
/** Milliseconds that a stream goes on after that where one is open, for the same reason. */
const RENEWING = 250;
/** A server gives a sign of life every two seconds; after so many milliseconds without one the stream is taken for dead. */
const LONGEST_SILENCE = 7_000;
/** Milliseconds: the bounds of the pauses after streams that broke or did not open. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;
/** What a server lets one stream watch. What is beyond it is kept by its time to live. */
const MOST_WATCHED = 1_000;

/**
 * Keeps a stream open on which the server says what changes of what is held. A stream that breaks is opened again, and
 * then says what is different from what is held by then, so that nothing has to be remembered of it; meanwhile copies live
 * by their times. Closed by its signal.
 */
export async function watchChanges(
  watchable: Watchable,
  sending: SendSettings,
  news: News,
  signal: AbortSignal,
): Promise<void> {
  const { runtime } = sending;
  const parts = { watch: createWatchServed(sending), runtime, signal, news };
  let failures = 0;
  while (!signal.aborted) {
    if (watchable.held().size === 0) await news.next(signal);
    await runtime.sleep(GATHERING, signal);
    if (signal.aborted) return;
    const heard = await watchOnce(watchable, parts);
    if (heard === "renew") {
      failures = 0;
      continue;
    }
    failures = heard === "broke" ? 1 : failures + 1;
    const bound = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
    await runtime.sleep(bound / 2 + (bound / 2) * runtime.random(), signal);
  }
}

interface Parts {
  readonly watch: WatchServed;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly news: News;
}

/** How a stream ended: something new is to be watched, it broke after it had spoken, or it never spoke. */
type Ending = "renew" | "broke" | "failed";

async function watchOnce(watchable: Watchable, { watch, runtime, signal, news }: Parts): Promise<Ending> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener("abort", end);
  let spoke = false;
  let renewed = false;
  let heardAt = runtime.monotonic();
  void (async () => {
    await news.next(ending.signal);
    await runtime.sleep(RENEWING, ending.signal);
    renewed = !ending.signal.aborted;
    end();
  })();
  void endWhenSilent(runtime, ending, () => heardAt);
  const held = [...watchable.held()].slice(-MOST_WATCHED);
  const told = held.map(([, { tag }]) => tag);
  try {
    for await (const word of await watch(
      "prompt",
      held.map(([, address]) => address),
      ending.signal,
    )) {
      if (ending.signal.aborted) break;
      spoke = true;
      heardAt = runtime.monotonic();
      if (word.type === "end") {
        watchable.refusedAll();
        return "failed";
      }
      take(watchable, held, told, word);
    }
  } catch (error) {
    if (refusesAsker(error)) watchable.refusedAll();
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
  return renewed ? "renew" : spoke ? "broke" : "failed";
}

function take(
  watchable: Watchable,
  held: readonly (readonly [string, HeldAddress])[],
  told: (string | null)[],
  { serves, refused }: Extract<Word, { readonly type: "state" }>,
): void {
  const gone = new Set(refused);
  const moved = new Map(serves);
  for (const [place, [key]] of held.entries()) {
    if (gone.has(place)) {
      told[place] = null;
      watchable.refused(key);
      continue;
    }
    const tag = moved.get(place);
    if (tag !== undefined) {
      told[place] = tag;
      watchable.changed(key);
    }
    const last = told[place];
    if (last !== undefined && last !== null) watchable.confirm(key, last);
  }
}

/** Ends what was not heard of for too long. */
async function endWhenSilent(runtime: Runtime, ending: AbortController, heardAt: () => number): Promise<void> {
  while (!ending.signal.aborted) {
    const left = heardAt() + LONGEST_SILENCE - runtime.monotonic();
    if (left <= 0) ending.abort();
    else await runtime.sleep(left, ending.signal);
  }
}

/** Whether it is the asker who is refused; that there is no such route says nothing about what is held. */
function refusesAsker(error: unknown): boolean {
  return isCountersignError(error) && "status" in error && (error.status === 401 || error.status === 403);
}
