import type { Refusal, ResourceKind } from "@countersign/core";
import type { Actor, CallFrame } from "../command/actor.ts";
import type { ServedAddress } from "./served-address.ts";
import { watchKey } from "./watch-store.ts";

/** An address that somebody watches. */
export interface WatchedAddress extends ServedAddress {
  readonly kind: ResourceKind;
  /** The entity tag of what he holds; `null` for nothing. */
  readonly tag: string | null;
}

/** What a watcher is told: since this revision, these are served, by their entity tags, and these are not. */
interface Told {
  readonly revision: number;
  /** Place in the list that was sent, entity tag. */
  readonly serves: readonly (readonly [number, string])[];
  readonly refused: readonly number[];
}

/** Whose buffer holds more than this many bytes does not listen. */
const mostBuffered = 64 * 1024;

/** One open stream of one client, and what it was told last. */
export class Watcher {
  readonly actor: Actor;
  readonly frame: CallFrame;
  /** What it was opened with, for asking again who that is. */
  readonly headers: Headers;
  readonly addresses: readonly WatchedAddress[];
  readonly keys: readonly string[];
  /** What it was told of each address: an entity tag, or `null` for refused. */
  readonly #told: (string | null)[];
  readonly #encoder = new TextEncoder();
  readonly #closed: (watcher: Watcher) => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #revision = -1;

  constructor(
    parts: {
      readonly actor: Actor;
      readonly frame: CallFrame;
      readonly headers: Headers;
      readonly addresses: readonly WatchedAddress[];
    },
    closed: (watcher: Watcher) => void,
  ) {
    this.actor = parts.actor;
    this.frame = parts.frame;
    this.headers = parts.headers;
    this.addresses = parts.addresses;
    this.keys = parts.addresses.map((address) => watchKey(address.kind, address));
    // Nobody is told that he may not have what he does not hold, unless it changes.
    this.#told = parts.addresses.map(({ tag }) => tag);
    this.#closed = closed;
  }

  /** The revision that it was told of last. */
  get revision(): number {
    return this.#revision;
  }

  /** Whose streams count together. */
  get owner(): string {
    return this.actor.keyId ?? this.actor.principalId;
  }

  open(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => {
          this.#controller = null;
          this.#closed(this);
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostBuffered }),
    );
  }

  /**
   * Tells what is different from what it was told.
   *
   * @param tags what each address serves to it; `null` where it is refused
   * @param always also that nothing is: everything that it was told stands
   */
  tell(revision: number, tags: readonly (string | null)[], always: boolean): void {
    // Decided on an older snapshot than what it was told meanwhile.
    if (revision < this.#revision) return;
    const serves: [number, string][] = [];
    const refused: number[] = [];
    for (const [place, tag] of tags.entries()) {
      if (tag === this.#told[place]) continue;
      this.#told[place] = tag;
      if (tag === null) refused.push(place);
      else serves.push([place, tag]);
    }
    this.#revision = revision;
    const told: Told = { revision, serves, refused };
    if (always || serves.length > 0 || refused.length > 0) this.#send("state", revision, told);
  }

  /** Says why nothing comes any more, and ends. */
  end(refusal: Refusal): void {
    this.#send("end", null, refusal);
    this.close();
  }

  close(): void {
    const controller = this.#controller;
    this.#controller = null;
    this.#closed(this);
    controller?.close();
  }

  #send(event: string, id: number | null, data: unknown): void {
    const controller = this.#controller;
    if (controller === null) return;
    if ((controller.desiredSize ?? 0) <= 0) {
      // Whoever comes again says what he holds, and is told what is different.
      this.close();
      return;
    }
    const text = `event: ${event}\n${id === null ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
    controller.enqueue(this.#encoder.encode(text));
  }
}
