import type { Database } from "../db/database.ts";

/** Rows written in one transaction. */
const batchSize = 500;

/**
 * Remembers when principals, keys and bindings were last used and writes it in batches: a fetch never costs a write.
 * What was not flushed when the process dies is lost, which makes somebody look unused by at most one interval.
 */
export class UsageRecorder {
  readonly #principals = new Map<string, Use>();
  readonly #keys = new Map<string, Use>();
  readonly #bindings = new Map<string, Use>();

  principal(organizationId: string, id: string, at: string): void {
    this.#principals.set(`${organizationId}/${id}`, { organizationId, id, at });
  }

  key(organizationId: string, id: string, at: string): void {
    this.#keys.set(`${organizationId}/${id}`, { organizationId, id, at });
  }

  binding(organizationId: string, id: string, at: string): void {
    this.#bindings.set(`${organizationId}/${id}`, { organizationId, id, at });
  }

  /** Writes what was remembered so far. What cannot be written is remembered again. */
  async flush(db: Database): Promise<void> {
    for (const [table, uses] of [
      ["principals", this.#principals],
      ["keys", this.#keys],
      ["bindings", this.#bindings],
    ] as const) {
      for (let batch = take(uses); batch.length > 0; batch = take(uses)) {
        try {
          await db.transaction().execute(async (tx) => {
            for (const use of batch) {
              await tx
                .updateTable(table)
                .set({ last_used_at: use.at })
                .where("organization_id", "=", use.organizationId)
                .where("id", "=", use.id)
                .execute();
            }
          });
        } catch (error) {
          for (const use of batch) {
            const key = `${use.organizationId}/${use.id}`;
            if (!uses.has(key)) uses.set(key, use);
          }
          throw error;
        }
      }
    }
  }
}

interface Use {
  readonly organizationId: string;
  readonly id: string;
  readonly at: string;
}

function take(uses: Map<string, Use>): readonly Use[] {
  const batch = [...uses.entries()].slice(0, batchSize);
  for (const [key] of batch) uses.delete(key);
  return batch.map(([, use]) => use);
}
