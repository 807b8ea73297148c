import { type Instant, type SigningKey, type SigningKeySet, signsAt } from "@countersign/core";
import type { TrustedKeys } from "./verify-options.ts";

/** Asks the server for the keys that it publishes. */
export type FetchKeys = () => Promise<SigningKeySet>;

/** Milliseconds before the server is asked again for a key that it did not have, or that had not begun. */
const patience = 60_000;

/** Milliseconds after which the server is asked whether a fetched key was retired. */
const freshFor = 3_600_000;

/** Finds trusted keys by their names, and asks the server for those that are trusted by thumbprint alone. */
export class KeyRing {
  readonly #trusted: TrustedKeys;
  readonly #fetch: FetchKeys;
  readonly #now: () => number;
  readonly #keys = new Map<string, SigningKey>();
  #flight: Promise<void> | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** With `first-use`: what the server published then; nothing is trusted that came later. */
  #first: ReadonlySet<string> | null = null;

  constructor(trusted: TrustedKeys, fetch: FetchKeys, now: () => number) {
    this.#trusted = trusted;
    this.#fetch = fetch;
    this.#now = now;
    if (trusted.type === "keys") for (const key of trusted.keys) this.#keys.set(key.kid, key);
  }

  /**
   * The key; `null` where it is not trusted. Rejects where the server had to be asked and did not answer.
   *
   * @param signedAt when it is said to have signed: a key that was fetched before it began is fetched again
   */
  async find(kid: string, signedAt: Instant): Promise<SigningKey | null> {
    const known = this.#keys.get(kid) ?? null;
    if (this.#trusted.type === "keys" || !this.#mayTrust(kid)) return known;
    const age = this.#now() - this.#askedAt;
    if (known !== null && signsAt(known, signedAt)) {
      // A key that was good an hour ago is good enough where the server cannot be asked.
      if (age > freshFor) await this.#refresh().catch(() => undefined);
    } else if (age > patience) {
      await this.#refresh();
    }
    return this.#keys.get(kid) ?? null;
  }

  #mayTrust(kid: string): boolean {
    switch (this.#trusted.type) {
      case "keys":
        return this.#keys.has(kid);
      case "thumbprints":
        return this.#trusted.thumbprints.has(kid);
      case "first-use":
        return this.#first === null || this.#first.has(kid);
    }
  }

  #refresh(): Promise<void> {
    this.#flight ??= this.#ask().finally(() => {
      this.#flight = null;
    });
    return this.#flight;
  }

  async #ask(): Promise<void> {
    const { keys } = await this.#fetch();
    this.#askedAt = this.#now();
    this.#first ??= new Set(keys.map(({ kid }) => kid));
    for (const key of keys) if (this.#mayTrust(key.kid)) this.#keys.set(key.kid, key);
  }
}
