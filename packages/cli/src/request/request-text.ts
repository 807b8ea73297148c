import { diffLines, type JsonValue, type RequestRecord, type RequestSummary } from "@countersign/core";
import type { Paint } from "../command-line/output.ts";

/** A request in words: what it would change, what it asks for, and what still stands in its way. */
export function requestText(request: RequestRecord, paint: Paint): string {
  const { comparison } = request;
  const changes = comparison.changes.flatMap(({ area, path, before, after }) => [
    `  ${area}${path === "" ? "" : ` ${path}`}`,
    ...changedLines(before, after, paint),
  ]);
  const asked = request.policies.flatMap(({ name, requirements }) =>
    requirements.map(({ text, required, metBy }) => {
      const by = metBy.length === 0 ? "" : ` (${metBy.map((person) => person.name).join(", ")})`;
      return `  ${name}: ${text}, ${metBy.length} of ${required}${by}`;
    }),
  );
  const blockers = request.blockers.map(({ message, remedy }) => `  ${message} ${remedy}`);
  return [
    `${paint("bold", `#${request.number} ${request.title}`)}, ${stateText(request)}`,
    `${request.kind} ${targetText(request)}, asked for by ${request.requester.name}`,
    `digest ${request.digest}`,
    ...(request.description === "" ? [] : [request.description]),
    ...part("It would change", changes.length === 0 ? ["  nothing"] : changes),
    ...part("It asks for", asked),
    ...part("In its way", blockers),
  ].join("\n");
}

export function targetText({ target }: RequestSummary): string {
  return `${target.workspaceName}/${target.path}@${target.label}`;
}

export function stateText({ state }: RequestSummary): string {
  return state.replaceAll("_", " ");
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}

function changedLines(before: JsonValue | null, after: JsonValue | null, paint: Paint): readonly string[] {
  return diffLines(textOf(before), textOf(after)).flatMap(({ type, lines }) => {
    if (type === "same") return [];
    const [sign, colour] = type === "added" ? (["+", "green"] as const) : (["-", "red"] as const);
    return lines.map((line) => paint(colour, `  ${sign} ${line.replace(/\r?\n$/, "")}`));
  });
}

function textOf(value: JsonValue | null): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
