import { z } from "zod";

const text = z.string();
const textOrNull = z.string().nullable();

const shape = z.object({
  id: text,
  time: text,
  revision: z.number(),
  actor: z.object({ type: text, principalId: textOrNull, keyId: textOrNull }),
  action: text,
  outcome: z.enum(["done", "refused"]),
  code: text.optional(),
  target: z.object({ type: text, id: textOrNull }),
  scopeId: textOrNull,
  requestId: text,
  prev: text,
  before: textOrNull,
  after: textOrNull,
  details: z.json(),
  texts: z.record(text, text),
});

/** What the stored bytes of an event say. Actions are texts: a newer server may know more of them. */
export type StoredEvent = z.infer<typeof shape>;

/** Reads the bytes of an event; `null` for bytes that say none, which somebody must have written past the server. */
export function readStoredEvent(bytes: string): StoredEvent | null {
  try {
    return shape.parse(JSON.parse(bytes));
  } catch {
    return null;
  }
}
