import type { Figure } from "./report.ts";

/** Figures that are measured together. */
export interface Suite {
  /** Every figure that there has to be. */
  readonly figures: readonly string[];
  /** Measures, and gives each figure as soon as it is known. */
  run(): AsyncIterable<Figure>;
}

/** What came of a suite. */
export interface Outcome {
  readonly figures: readonly Figure[];
  /** What is wrong with it, a sentence each: figures that are absent, goals that are not met. */
  readonly failures: readonly string[];
}

/** Runs a suite to its end; one that breaks off keeps the figures that it had. */
export async function outcomeOf(suite: Suite, told: (figure: Figure) => void = () => {}): Promise<Outcome> {
  const figures: Figure[] = [];
  const failures: string[] = [];
  try {
    for await (const figure of suite.run()) {
      figures.push(figure);
      told(figure);
    }
  } catch (error) {
    failures.push(`The suite broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  const measured = new Set(figures.map(({ figure }) => figure));
  for (const figure of suite.figures) if (!measured.has(figure)) failures.push(`The figure "${figure}" is absent.`);
  for (const { figure, met, goal } of figures) if (met === false) failures.push(`"${figure}" is not ${goal}.`);
  return { figures, failures };
}
