/**
 * Hears of what is committed to the database, by this process or by another. Whoever keeps something that was read asks for
 * the mark before he reads it, and goes by what he keeps for as long as the mark is the same.
 */
export interface CommitEar {
  /** Differs after every commit that anything of the organization depends on; `null` while only the database knows. */
  mark(organizationId: string): number | null;
  /** This process has committed something of the organization. */
  committed(organizationId: string): void;
  close(): Promise<void>;
}

/** The ear of an embedded database, which counts what is written to it. */
export function embeddedEar(writes: () => number): CommitEar {
  return { mark: writes, committed: () => undefined, close: () => Promise.resolve() };
}
