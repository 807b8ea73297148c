import { canonicalJson, type JsonValue, sha256Hex } from "@countersign/core";

/** The digest by which an event names a state before or after: `sha256:` over its canonical JSON. */
export function digestOf(state: JsonValue): string {
  return `sha256:${sha256Hex(canonicalJson(state))}`;
}
