import { median } from "../percentile.ts";
import type { Contender } from "./contender.ts";
import type { Questions } from "./questions.ts";

/** One of a race, with what he is asked. */
export interface Runner {
  readonly contender: Contender;
  readonly questions: Questions;
  /** How many of the questions he gets; all by default. */
  readonly limit?: number;
}

/** How many questions are compared at a time. */
const BATCH = 20_000;

/** Fails unless everybody gives the answers that the questions were made with. */
export function compareAnswers(runners: readonly Runner[]): void {
  for (const { contender, questions, limit = questions.count } of runners) {
    for (let from = 0; from < limit; from += BATCH) {
      const end = Math.min(from + BATCH, limit);
      const answers = new Uint8Array(end - from);
      contender.answer(questions.batch(from, end), answers);
      for (let at = from; at < end; at += 1) {
        if ((answers[at - from] === 1) === questions.isAllowed(at)) continue;
        throw new Error(`${contender.name} answers wrongly: ${questions.describe(at)}`);
      }
    }
  }
}

/**
 * Asks everybody in turns, in every round each question once, so that a disturbance of the machine that lasts hits all. Who
 * begins is another one in every round.
 *
 * @returns for each, the median of the rounds in nanoseconds a question
 */
export function race(runners: readonly Runner[], rounds: number): readonly number[] {
  const times: number[][] = runners.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (let place = 0; place < runners.length; place += 1) {
      const index = (place + round) % runners.length;
      const runner = runners[index];
      if (runner !== undefined) times[index]?.push(askAll(runner));
    }
  }
  return times.map((own) => median(own));
}

function askAll({ contender, questions, limit = questions.count }: Runner): number {
  const answers = new Uint8Array(limit);
  const batch = questions.batch(0, limit);
  const start = performance.now();
  contender.answer(batch, answers);
  return ((performance.now() - start) * 1e6) / limit;
}
