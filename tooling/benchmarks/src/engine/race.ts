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

/** How many questions are asked in a row before it is the next one's turn: a disturbance of the machine hits all alike. */
const TURN = 20_000;

/** Fails unless everybody gives the answers that the questions were made with. */
export function compareAnswers(runners: readonly Runner[]): void {
  for (const { contender, questions, limit = questions.count } of runners) {
    for (let from = 0; from < limit; from += TURN) {
      const end = Math.min(from + TURN, limit);
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
 * Asks everybody in turns, in every round each question once.
 *
 * @returns for each, the median of the rounds in nanoseconds a question
 */
export function race(runners: readonly Runner[], rounds: number): readonly number[] {
  const times: number[][] = runners.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, nanoseconds] of runRound(runners, round).entries()) times[index]?.push(nanoseconds);
  }
  return times.map((own) => median(own));
}

function runRound(runners: readonly Runner[], round: number): readonly number[] {
  const answers = new Uint8Array(TURN);
  const limits = runners.map(({ questions, limit = questions.count }) => limit);
  const spent = runners.map(() => 0);
  for (let from = 0, turn = round; from < Math.max(...limits); from += TURN, turn += 1) {
    for (let place = 0; place < runners.length; place += 1) {
      const index = (place + turn) % runners.length;
      const runner = runners[index];
      const end = Math.min(from + TURN, limits[index] ?? 0);
      if (runner === undefined || end <= from) continue;
      const batch = runner.questions.batch(from, end);
      const start = performance.now();
      runner.contender.answer(batch, answers);
      spent[index] = (spent[index] ?? 0) + performance.now() - start;
    }
  }
  return spent.map((milliseconds, index) => (milliseconds * 1e6) / (limits[index] ?? 1));
}
