/** One prompt with every edit it went through. */
export interface History {
  readonly name: string;
  /** Oldest first, at least one. */
  readonly versions: readonly HistoricVersion[];
}

interface HistoricVersion {
  /** When it was written, ISO 8601. */
  readonly at: string;
  readonly content: string;
}

/** Reads JSON Lines, `{ name, versions: [{ at, content }] }` a line. Throws an error that names the line. */
export function readHistories(text: string): readonly History[] {
  const histories: History[] = [];
  const names = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const history = readHistory(line, index + 1);
    const earlier = names.get(history.name);
    if (earlier !== undefined) {
      throw new Error(`Line ${index + 1} names "${history.name}", as line ${earlier} does; keep one history a name.`);
    }
    names.set(history.name, index + 1);
    histories.push(history);
  }
  return histories;
}

function readHistory(line: string, number: number): History {
  const value = parse(line, number);
  if (!isHistory(value)) {
    throw new Error(
      `Line ${number} is no history; write { "name", "versions": [{ "at", "content" }] } with a version.`,
    );
  }
  return value;
}

function parse(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`Line ${number} is no JSON; write one object a line.`, { cause });
  }
}

function isHistory(value: unknown): value is History {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    typeof value.name === "string" &&
    value.name !== "" &&
    "versions" in value &&
    Array.isArray(value.versions) &&
    value.versions.length > 0 &&
    value.versions.every(isVersion)
  );
}

function isVersion(value: unknown): value is HistoricVersion {
  return (
    typeof value === "object" &&
    value !== null &&
    "at" in value &&
    typeof value.at === "string" &&
    "content" in value &&
    typeof value.content === "string"
  );
}
