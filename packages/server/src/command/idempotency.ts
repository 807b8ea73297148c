import type { Command } from "./command.ts";
import { lockKey, readAnswer, writeAnswer } from "./idempotency-store.ts";
import { isJsonObject } from "./json.ts";
import { refuse } from "./refuse.ts";

/** What a repeated call must have in common with the first. */
export interface RepeatableCall {
  readonly procedure: string;
  /** Digest of the input, and of the API key that it came with: what one credential was answered, another does not hear. */
  readonly body: string;
  /** Fields of the answer that are shown once and never stored. */
  readonly secrets: readonly string[];
}

/**
 * Does the work once for an idempotency key: the answer is stored in the work's own transaction and given again to a
 * repetition by the same principal with the same input. The caller has decided again before this is asked.
 */
export async function answerOnce<Output extends object>(
  command: Command,
  call: RepeatableCall,
  work: () => Promise<Output>,
): Promise<Output> {
  const key = command.frame.idempotencyKey;
  if (key !== null) await lockKey(command, key);
  const known = await recallAnswer<Output>(command, call);
  if (known !== null) return known;
  const output = await work();
  if (key !== null) {
    const kept = Object.fromEntries(Object.entries(output).filter(([field]) => !call.secrets.includes(field)));
    await writeAnswer(command, key, { procedure: call.procedure, body: call.body, answer: JSON.stringify(kept) });
  }
  return output;
}

/**
 * What the first call was answered, where the thing is gone that it was about, or is hidden from the actor by now: there
 * is nothing left to decide on. Whoever repeats a deletion is told that it was done, and nothing more, so an answer that
 * says anything is not given again.
 */
export async function recallDeletion<Output extends object>(
  command: Command,
  call: RepeatableCall,
): Promise<Output | null> {
  const known = await recallAnswer<Output>(command, call);
  return known !== null && Object.values(known).every((value) => value === null) ? known : null;
}

/** What the first call with this idempotency key was answered; `null` when there was none. */
async function recallAnswer<Output extends object>(command: Command, call: RepeatableCall): Promise<Output | null> {
  const key = command.frame.idempotencyKey;
  const known = key === null ? null : await readAnswer(command, key);
  if (known === null) return null;
  if (known.procedure !== call.procedure || known.body !== call.body) {
    refuse({
      code: "idempotency_mismatch",
      message: `The idempotency key "${key}" was used for another call.`,
      remedy: "Use a new key for every call that is not a repetition.",
    });
  }
  if (call.secrets.length > 0) {
    refuse({
      code: "conflict",
      message: "This was done already, and what it answered was shown once.",
      remedy: "Revoke what the first call made, and call again with a new idempotency key.",
    });
  }
  const answer: unknown = JSON.parse(known.answer);
  if (!isJsonObject(answer)) throw new Error("A stored answer is damaged.");
  return answer as Output; // it is what this same procedure answered, as JSON
}
