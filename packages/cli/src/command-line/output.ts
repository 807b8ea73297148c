/** Where a command says what it says. */
export interface Output {
  /** Data, for a person or a pipe: exactly this text on standard output. */
  data(text: string): void;
  /** Words about what is done: a line on standard error. */
  words(line: string): void;
  /** How far a long work has come: one line that is written over, where somebody watches; nothing elsewhere. */
  progress(line: string): void;
  /** A text in a colour, where colours are shown. */
  readonly paint: Paint;
}

type Colour = "bold" | "dim" | "red" | "green" | "yellow";
export type Paint = (colour: Colour, text: string) => string;

interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** An output that writes to these two streams. Colours only for a terminal, and not where `NO_COLOR` is set. */
export function outputTo(
  stdout: Stream,
  stderr: Stream,
  environment: Readonly<Record<string, string | undefined>>,
): Output {
  const colours = stdout.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb";
  let unfinished = false;
  const clear = (): void => {
    if (unfinished) stderr.write("\r\u001b[K");
    unfinished = false;
  };
  return {
    data: (text) => {
      clear();
      stdout.write(text);
    },
    words: (line) => {
      clear();
      stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (stderr.isTTY !== true) return;
      stderr.write(`\r\u001b[K${line}`);
      unfinished = true;
    },
    paint: (colour, text) => (colours ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text),
  };
}

const codes: Readonly<Record<Colour, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

/** A JSON value as a command prints it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Rows as lines, their columns in line with each other. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows
    .map(
      (row) => `${row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("  ")}\n`,
    )
    .join("");
}
