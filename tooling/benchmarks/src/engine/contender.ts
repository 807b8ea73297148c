import type { Batch } from "./questions.ts";

/** One who answers questions, ready to be asked. */
export interface Contender {
  readonly name: string;
  /** Answers each question of a batch, 1 for yes. The loop is the contender's own, so that it is compiled for it alone. */
  answer(batch: Batch, answers: Uint8Array): void;
}
