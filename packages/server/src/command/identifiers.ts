import { randomBytes } from "node:crypto";

const alphabet = "0123456789abcdefghijkmnpqrstuvwxyz";

/** What an id belongs to; the id begins with it, so that a log line says what it speaks of. */
export type IdPrefix =
  | "org"
  | "usr"
  | "prn"
  | "grp"
  | "rol"
  | "bnd"
  | "rst"
  | "opn"
  | "key"
  | "inv"
  | "scp"
  | "ver"
  | "pol"
  | "ppr"
  | "pry"
  | "trl"
  | "chk"
  | "req"
  | "trq"
  | "rev"
  | "cmt"
  | "rel"
  | "upl"
  | "emg"
  | "sch"
  | "aft"
  | "ntf"
  | "evt"
  | "stp";

/** A new random id, for example `req_8f3k…`: 100 bits, never given twice. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomText(20)}`;
}

/** Names a call in logs, events and answers. */
export function newRequestId(): string {
  return newId("req").replace("req_", "call_");
}

/** Random text of the given length, five bits a character. */
export function randomText(length: number): string {
  let text = "";
  for (const byte of randomBytes(length)) text += alphabet[byte & 31];
  return text;
}
