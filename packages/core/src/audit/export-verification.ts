import type { Instant } from "../access/instant.ts";
import { isJsonObject, type JsonValue } from "../content/canonical-json.ts";
import { readSignature, type SignatureParts, type SignatureType, type SignedText } from "../signature/detached-jws.ts";
import { type SigningKey, signsAt } from "../signature/signing-key.ts";
import { readCheckpoint, readExportEnd } from "./checkpoint.ts";
import type { ExportEntry } from "./export-line.ts";
import { type ChainHead, EMPTY_CHAIN, verifyRow } from "./verify-chain.ts";

/** What is known of an export from elsewhere than itself. */
export interface ExportTrust {
  /** Whether the signature is the key's: the platform's Ed25519. */
  readonly verify: (key: SigningKey, parts: SignatureParts) => Promise<boolean>;
  /** Thumbprints of the keys that are believed; `null` believes those that the export names, which proves less. */
  readonly thumbprints: ReadonlySet<string> | null;
  /** Heads that were noted elsewhere, such as checkpoints that were written outside the database. */
  readonly anchors: readonly ChainHead[];
}

/** The newest checkpoint that was verified. */
export interface Seal {
  /** Everything up to this event is what it was then. */
  readonly seq: number;
  readonly at: Instant;
  readonly keyId: string;
}

/** The first place at which an export is not what was recorded. */
export interface ExportBreak {
  /** The event at which it begins: everything before it that is sealed is sound. */
  readonly seq: number;
  /** The last event that may be meant; the same where it is known exactly. */
  readonly through: number;
  readonly message: string;
}

/** What is known of an export. */
export interface ExportReport {
  readonly chain: string | null;
  /** The first event that is there, and the last one up to which all hashes follow each other. */
  readonly from: number;
  readonly to: number;
  readonly sealed: Seal | null;
  /** Events after the last checkpoint: they follow each other, and whoever has the database could have made them. */
  readonly notYetSealed: number;
  readonly broken: ExportBreak | null;
}

/**
 * Verifies an export entry by entry, holding nothing but where it is. It ends with the first thing that is wrong; what
 * comes after that is not looked at. What lies after the last checkpoint is not sealed, and never called verified.
 */
export class ExportVerification {
  readonly #trust: ExportTrust;
  readonly #keys = new Map<string, SigningKey>();
  #chain: string | null = null;
  #from = 1;
  #head: ChainHead = EMPTY_CHAIN;
  #seal: Seal | null = null;
  /** What the last checkpoint sealed, also one that only says where the events that are there begin. */
  #sealedTo = 0;
  #dropped = 0;
  #ended = false;
  #broken: ExportBreak | null = null;

  constructor(trust: ExportTrust) {
    this.#trust = trust;
  }

  /** Takes the next line; `null` for one that cannot be read. */
  async take(entry: ExportEntry | null): Promise<void> {
    if (this.#broken !== null) return;
    if (entry === null) return this.#break("is not as it was written: its line is none of an export");
    if (this.#ended) return this.#break("stands after the end of the export");
    if (this.#chain === null) return this.#begin(entry);
    switch (entry.type) {
      case "export":
        return this.#break("stands after a second beginning");
      case "event":
        return this.#follow(this.#chain, entry);
      case "checkpoint":
        return this.#check(this.#chain, entry);
      case "end":
        return this.#end(this.#chain, entry);
    }
  }

  /** What is known, once every line was taken. */
  report(): ExportReport {
    if (this.#broken === null && !this.#ended) this.#break("and what may have come after it is cut off");
    const { seq } = this.#head;
    return {
      chain: this.#chain,
      from: this.#from,
      to: seq,
      sealed: this.#seal,
      notYetSealed: Math.max(seq - this.#sealedTo, 0),
      broken: this.#broken,
    };
  }

  #begin(entry: ExportEntry): void {
    if (entry.type !== "export") {
      this.#break("stands before the beginning of the export");
      return;
    }
    this.#chain = entry.chain;
    this.#from = entry.from;
    for (const key of entry.keys) this.#keys.set(key.kid, key);
  }

  #follow(chain: string, row: { readonly seq: number; readonly hash: string; readonly bytes: string }): void {
    if (this.#head === EMPTY_CHAIN && this.#from !== 1) {
      this.#break("lacks the checkpoint that it follows");
      return;
    }
    const verified = verifyRow(this.#head, { chain, ...row }, { chain, head: null, anchors: this.#trust.anchors });
    if (!verified.ok) {
      const { seq, message } = verified.error;
      // Rows that fit together and not to a noted head were all written anew, from somewhere on.
      const from = verified.error.problem === "rewritten" ? this.#sealedTo + 1 : seq;
      this.#broken = { seq: from, through: seq, message };
      return;
    }
    this.#head = verified.value;
    this.#dropped = Math.max(this.#dropped, droppedBy(row.bytes));
  }

  async #check(chain: string, signed: SignedText): Promise<void> {
    const checkpoint = readCheckpoint(signed.statement);
    if (checkpoint === null || checkpoint.chain !== chain) {
      return this.#breakSealed("The checkpoint after it is none of this chain.");
    }
    const keyId = await this.#signer("checkpoint", signed, checkpoint.at);
    if (keyId === null) return this.#breakSealed("The checkpoint after it was not signed by a key that is trusted.");
    const { seq, hash, previous, at } = checkpoint;
    const first = this.#head === EMPTY_CHAIN && this.#from > 1;
    if (first && seq === this.#from - 1) this.#head = { seq, hash };
    else if (previous !== this.#sealedTo) return this.#breakSealed("A checkpoint after it is missing.");
    if (seq !== this.#head.seq || hash !== this.#head.hash) {
      return this.#breakSealed(`The checkpoint of ${at} sealed other events up to ${seq}.`, seq);
    }
    this.#seal = { seq, at, keyId };
    this.#sealedTo = seq;
  }

  async #end(chain: string, signed: SignedText): Promise<void> {
    const end = readExportEnd(signed.statement);
    if (end === null || end.chain !== chain || (await this.#signer("export", signed, end.at)) === null) {
      return this.#break("and what may have come after it is cut off: the end was not signed by a key that is trusted");
    }
    if (end.from !== this.#from || end.to !== this.#head.seq || end.hash !== this.#head.hash) {
      return this.#breakSealed(`The export was made of other events, up to ${end.to}.`, end.to);
    }
    if (end.sealed !== this.#sealedTo) return this.#breakSealed("A checkpoint after it is missing.");
    if (this.#from > 1 && this.#dropped < this.#from - 1) {
      this.#broken = {
        seq: 1,
        through: this.#from - 1,
        message: "The events up to the first were dropped, and no event says by whom.",
      };
      return;
    }
    const later = this.#trust.anchors.find(({ seq }) => seq > this.#head.seq);
    if (later !== undefined) return this.#break(`and all up to ${later.seq}, which was noted elsewhere, are cut off`);
    this.#ended = true;
  }

  /** The key that signed; `null` where none that is trusted did, in its time. */
  async #signer(type: SignatureType, signed: SignedText, at: Instant): Promise<string | null> {
    const parts = readSignature(type, signed);
    const key = parts === null ? undefined : this.#keys.get(parts.kid);
    if (parts === null || key === undefined || !signsAt(key, at)) return null;
    if (this.#trust.thumbprints !== null && !this.#trust.thumbprints.has(key.kid)) return null;
    return (await this.#trust.verify(key, parts)) ? key.kid : null;
  }

  #break(what: string): void {
    const seq = this.#head.seq + 1;
    this.#broken = { seq, through: seq, message: `Event ${seq} of the chain ${JSON.stringify(this.#chain)} ${what}.` };
  }

  /** Somewhere after the last checkpoint: hashes that were computed anew hide where. */
  #breakSealed(why: string, known = 0): void {
    const [seq, through] = [this.#sealedTo + 1, Math.max(this.#head.seq, this.#sealedTo + 1, known)];
    this.#broken = { seq, through, message: `The first event changed is one of ${seq} to ${through}. ${why}` };
  }
}

/** Up to which event the event says that older ones were dropped; 0 for any other event. */
function droppedBy(bytes: string): number {
  if (!bytes.includes('"audit.retain"')) return 0;
  // It was read by `verifyRow` already, so it is JSON.
  const event: JsonValue = JSON.parse(bytes);
  if (!isJsonObject(event) || event["action"] !== "audit.retain" || event["outcome"] !== "done") return 0;
  const details = event["details"] ?? null;
  const dropped = isJsonObject(details) ? details["droppedTo"] : 0;
  return typeof dropped === "number" ? dropped : 0;
}
