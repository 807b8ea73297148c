import { CountersignError } from "@countersign/core";

/** Who tries a password or a token. */
export interface Attempt {
  /** The account that is tried: an e-mail address, or a principal's id. */
  readonly account: string | null;
  /** The network address it is tried from; `null` where the host does not say. */
  readonly address: string | null;
}

/** An attempt under way. */
export interface BegunAttempt {
  /** It was right, or no guess: it does not count against the next ones. */
  forgive(): void;
}

/** How many attempts may fail in a burst, and after how many milliseconds one more may. */
interface Allowance {
  readonly burst: number;
  readonly refill: number;
}

const perAccount: Allowance = { burst: 10, refill: 30_000 };
const perAddress: Allowance = { burst: 40, refill: 5_000 };

/** Subjects remembered at most; beyond it those that are full again go, then the oldest. */
const maximumSubjects = 20_000;

/**
 * Bounds how often passwords and tokens can be guessed, for each account and for each network address. An attempt counts
 * from its beginning, so that many at once are bounded too, and is forgiven when it succeeds. In memory, a node by
 * itself: a restart forgets, which gives a guesser one burst more.
 */
export class AttemptLimit {
  readonly #now: () => number;
  readonly #subjects = new Map<string, Bucket>();

  /** @param now milliseconds; the same source for the life of the limit */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Counts an attempt.
   *
   * @param late told after how many seconds to try again, before the refusal is thrown
   * @throws the refusal `limit` where the account or the address has none left
   */
  begin(attempt: Attempt, late: (seconds: number) => void): BegunAttempt {
    const buckets = [
      ...(attempt.account === null ? [] : [this.#bucket(`account ${attempt.account}`, perAccount)]),
      ...(attempt.address === null ? [] : [this.#bucket(`address ${networkOf(attempt.address)}`, perAddress)]),
    ];
    const now = this.#now();
    const wait = Math.max(0, ...buckets.map((bucket) => bucket.wait(now)));
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      late(seconds);
      throw new CountersignError({
        code: "limit",
        message: "There were too many failed attempts.",
        remedy: `Try again in ${seconds} seconds.`,
      });
    }
    for (const bucket of buckets) bucket.take(now);
    return {
      forgive: () => {
        for (const bucket of buckets) bucket.giveBack();
      },
    };
  }

  #bucket(subject: string, allowance: Allowance): Bucket {
    const known = this.#subjects.get(subject);
    if (known !== undefined) return known;
    if (this.#subjects.size >= maximumSubjects) this.#forget();
    const bucket = new Bucket(allowance, this.#now());
    this.#subjects.set(subject, bucket);
    return bucket;
  }

  #forget(): void {
    const now = this.#now();
    for (const [subject, bucket] of this.#subjects) if (bucket.isFull(now)) this.#subjects.delete(subject);
    for (const subject of this.#subjects.keys()) {
      if (this.#subjects.size < maximumSubjects) return;
      this.#subjects.delete(subject);
    }
  }
}

class Bucket {
  readonly #allowance: Allowance;
  #left: number;
  #at: number;

  constructor(allowance: Allowance, now: number) {
    this.#allowance = allowance;
    this.#left = allowance.burst;
    this.#at = now;
  }

  /** Milliseconds until one can be taken; 0 for now. */
  wait(now: number): number {
    this.#fill(now);
    return this.#left >= 1 ? 0 : (1 - this.#left) * this.#allowance.refill;
  }

  take(now: number): void {
    this.#fill(now);
    this.#left -= 1;
  }

  giveBack(): void {
    this.#left = Math.min(this.#allowance.burst, this.#left + 1);
  }

  isFull(now: number): boolean {
    this.#fill(now);
    return this.#left >= this.#allowance.burst;
  }

  #fill(now: number): void {
    const { burst, refill } = this.#allowance;
    this.#left = Math.min(burst, this.#left + Math.max(0, now - this.#at) / refill);
    this.#at = now;
  }
}

/** An IPv6 subscriber has a whole /64 of addresses to try from; an IPv4 address written as IPv6 is that address. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  return [...groups, ...Array<string>(zeros).fill("0"), ...rest].slice(0, 4).join(":");
}
