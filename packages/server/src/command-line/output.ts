/** Where a command says what it says. */
export interface Output {
  /** Data, for a person or a pipe: a line on stdout. */
  data(line: string): void;
  /** Words about what is done: a line on stderr. */
  words(line: string): void;
}

/** The process's own. */
export const processOutput: Output = {
  data: (line) => void process.stdout.write(`${line}\n`),
  words: (line) => void process.stderr.write(`${line}\n`),
};
