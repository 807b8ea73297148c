import { Client } from "pg";
import type { CommitEar } from "./commit-ear.ts";

/** What a trigger on the organizations tells of, with the organization's id. */
const channel = "countersign_revision";

/** How often, in milliseconds, the connection is asked whether it lives, and how long its answer counts. */
const askInterval = 100;
const trustedFor = 500;

/** How long to wait before a lost connection is made anew. */
const again = 1_000;

/**
 * Listens to PostgreSQL on a connection of its own. Notifications arrive in the order of the commits, and before the answer
 * to whatever is asked on that connection after them: so everything committed before a question that was answered has been
 * heard. While no question was answered for {@link trustedFor} milliseconds, nothing is known.
 */
export class PostgresEar implements CommitEar {
  readonly #url: string;
  readonly #heard = new Map<string, number>();
  /** Begins anew above all marks that were given, whenever something may have been missed. */
  #base = 0;
  #client: Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** When the question was asked that was answered last; monotonic, in milliseconds. */
  #aliveAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
    void this.#listen();
  }

  mark(organizationId: string): number | null {
    if (performance.now() - this.#aliveAt > trustedFor) return null;
    return this.#base + (this.#heard.get(organizationId) ?? 0);
  }

  committed(organizationId: string): void {
    this.#heard.set(organizationId, (this.#heard.get(organizationId) ?? 0) + 1);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #listen(): Promise<void> {
    const client = new Client({
      connectionString: this.#url,
      application_name: "countersign-ear",
      query_timeout: trustedFor,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    client.on("notification", ({ payload }) => this.committed(payload ?? ""));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      this.#forget();
      await this.#ask(client);
    } catch {
      this.#lost(client);
    }
  }

  /** Whatever was heard before is no mark of anything now. */
  #forget(): void {
    this.#base += 1 + Math.max(0, ...this.#heard.values());
    this.#heard.clear();
  }

  async #ask(client: Client): Promise<void> {
    const asked = performance.now();
    await client.query("select 1");
    if (this.#client !== client) return;
    this.#aliveAt = asked;
    this.#later(askInterval, () => void this.#ask(client).catch(() => this.#lost(client)));
  }

  #lost(client: Client): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = null;
    this.#aliveAt = Number.NEGATIVE_INFINITY;
    void client.end().catch(() => undefined);
    this.#later(again, () => void this.#listen());
  }

  #later(milliseconds: number, run: () => void): void {
    if (this.#closed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(run, milliseconds);
    this.#timer.unref();
  }
}
