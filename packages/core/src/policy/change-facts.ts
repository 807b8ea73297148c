import type { ResourceKind } from "../access/scope.ts";
import { canonicalJson, type JsonValue } from "../content/canonical-json.ts";
import { compareContent } from "../content/compare.ts";
import type { ContentChange } from "../content/content-change.ts";
import { parseExpandedContent } from "../content/expanded-content.ts";
import { diffLines } from "../content/line-diff.ts";
import type { PromptContent } from "../content/prompt-content.ts";
import { variablesIn } from "../content/prompt-variables.ts";
import { type ChangeFacts, type ConditionArea, conditionAreaNames, conditionAreas } from "./change-condition.ts";

/** A frozen content, as far as conditions look at it. */
export interface ComparedVersion {
  readonly kind: ResourceKind;
  /** With includes resolved: what is served. */
  readonly expanded: JsonValue;
  /** What it includes, and what each was resolved to. */
  readonly closure: readonly ResolvedInclude[];
}

/** Of a closure entry, what a change of it is told by. */
interface ResolvedInclude {
  readonly reference: string;
  readonly digest: string;
  readonly depth: number;
}

/**
 * What changes when a label serves `after` instead of each of `before`, taken together. Judged on contents with their
 * includes resolved, so that a system message that is changed through what it includes has changed. Where nothing is
 * served yet, or a content cannot be read, everything has changed.
 */
export function changeBetween(before: readonly ComparedVersion[], after: ComparedVersion): ChangeFacts {
  if (before.length === 0) return { type: "everything" };
  const areas = new Set<ConditionArea>();
  let lines = 0;
  let characters = 0;
  for (const served of before) {
    const change = differenceOf(served, after);
    if (change.type === "everything") return change;
    for (const area of change.areas) areas.add(area);
    lines = Math.max(lines, change.lines);
    characters = Math.max(characters, change.characters);
  }
  return { type: "difference", areas, lines, characters };
}

function differenceOf(before: ComparedVersion, after: ComparedVersion): ChangeFacts {
  const was = parseExpandedContent(before.kind, before.expanded);
  const is = parseExpandedContent(after.kind, after.expanded);
  if (!was.ok || !is.ok || was.value.kind !== is.value.kind) return { type: "everything" };
  const changes = compareContent(was.value, is.value);
  const areas = new Set(conditionAreaNames.filter((area) => changes.some((change) => concerns(area, change))));
  if (closureText(before.closure) !== closureText(after.closure)) areas.add("include");
  if (was.value.kind === "prompt" && is.value.kind === "prompt") {
    if (systemText(was.value.content) !== systemText(is.value.content)) areas.add("system-message");
  }
  if (areas.has("rows") && was.value.kind === "dataset" && is.value.kind === "dataset") {
    // Which rows differ is not known here. When in doubt it is all of them.
    const lines = was.value.content.rowCount + is.value.content.rowCount;
    return { type: "difference", areas, lines, characters: Number.MAX_SAFE_INTEGER };
  }
  return { type: "difference", areas, ...sizeOf(changes) };
}

function concerns(area: ConditionArea, change: ContentChange): boolean {
  const from: readonly ContentChange["area"][] = conditionAreas[area].from;
  return from.includes(change.area);
}

function closureText(closure: readonly ResolvedInclude[]): string {
  return canonicalJson(
    closure.map(({ reference, digest, depth }) => JSON.stringify([depth, reference, digest])).sort(),
  );
}

/**
 * All that the system messages say, and where: how many other messages stand before each, and the declarations of the
 * variables in them, since a default is text of the message where nobody gives another.
 */
function systemText(content: PromptContent): string {
  if (content.type === "text") return "";
  const spoken: JsonValue[] = [];
  let others = 0;
  for (const message of content.messages) {
    if (message.role === "system" || message.role === "developer") {
      const used = new Set(
        variablesIn({ type: "text", syntax: content.syntax, text: message.content, variables: content.variables }),
      );
      const declared = content.variables.filter(({ name, required }) => !required && used.has(name));
      spoken.push([others, message, declared.map((variable) => [variable.name, variable.default ?? ""])]);
    } else others += 1;
  }
  return canonicalJson(spoken);
}

function sizeOf(changes: readonly ContentChange[]): { readonly lines: number; readonly characters: number } {
  let lines = 0;
  let characters = 0;
  for (const { before, after } of changes) {
    let removed = "";
    for (const hunk of diffLines(before ?? "", after ?? "")) {
      const text = hunk.lines.join("");
      if (hunk.type !== "same") lines += hunk.lines.length;
      if (hunk.type === "removed") removed = text;
      else {
        characters += hunk.type === "added" ? editedCharacters(removed, text) : removed.length;
        removed = "";
      }
    }
    characters += removed.length;
  }
  return { lines, characters };
}

/** Characters between the common beginning and the common end, of both. */
function editedCharacters(removed: string, added: string): number {
  const shorter = Math.min(removed.length, added.length);
  let start = 0;
  while (start < shorter && removed[start] === added[start]) start += 1;
  let end = 0;
  while (end < shorter - start && removed.at(-1 - end) === added.at(-1 - end)) end += 1;
  return removed.length + added.length - 2 * (start + end);
}
