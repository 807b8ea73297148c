import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { CompiledPolicy } from "../src/index.ts";
import { emptyTally, type ProofSize, proveWorld, type Tally } from "./proof.ts";

/** Which worlds a worker proves: those with the numbers from, from + step, … below to. */
export interface WorkerOrder {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export type WorkerReport =
  | { readonly type: "progress"; readonly worlds: number }
  | { readonly type: "done"; readonly tally: Tally };

/** How much is asked in each world of the long proof. */
export const proofSize: ProofSize = { changes: 3, questions: 100 };

if (!isMainThread) {
  // Node hands over what main.ts gave it.
  const { seed, from, to, step }: WorkerOrder = workerData;
  const tally = emptyTally();
  for (let number = from; number < to && tally.disagreements.length === 0; number += step) {
    proveWorld(CompiledPolicy, seed, number, proofSize, tally);
    if (tally.worlds % 50 === 0) report({ type: "progress", worlds: tally.worlds });
  }
  report({ type: "done", tally });
}

function report(message: WorkerReport): void {
  parentPort?.postMessage(message);
}
