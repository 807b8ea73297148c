import type { Clock } from "../command/clock.ts";

const day = 24 * 60 * 60 * 1000;

/**
 * The time in which the demo's past is written: three weeks of work in a few seconds. It only goes forward and never
 * reaches the present.
 */
export class StoryClock implements Clock {
  readonly #present: number;
  #at: number;

  /** @param present milliseconds */
  constructor(present: number, daysAgo: number) {
    this.#present = present;
    this.#at = present - daysAgo * day;
  }

  /** Goes to a moment so many days before the present, unless it is past already. */
  moveTo(daysAgo: number): void {
    this.#at = Math.max(this.#at, this.#present - daysAgo * day);
  }

  /** Somebody takes so many minutes. */
  pass(minutes: number): void {
    this.#at += minutes * 60_000;
  }

  /** A moment so many days after the present, or before it where the number is negative. */
  fromPresent(days: number): string {
    return new Date(this.#present + days * day).toISOString();
  }

  now(): string {
    this.#at = Math.min(this.#at + 400, this.#present);
    return new Date(this.#at).toISOString();
  }

  inside(): Promise<string> {
    return Promise.resolve(this.now());
  }
}
