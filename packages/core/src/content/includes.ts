import { err, ok, type Result } from "../result.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type ClosureEntry, closureBelow, mergeClosures, wayTo } from "./closure.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import type { Digest } from "./digest.ts";
import { type ExpandedContent, parseExpandedContent } from "./expanded-content.ts";
import { expandPrompt } from "./prompt-expansion.ts";
import { type ContentReference, formatReference } from "./reference.ts";
import { type FitProblem, judgeFit } from "./referent-fit.ts";
import { type LocatedReference, type ResourceContent, references } from "./resource-content.ts";
import { utf8Length } from "./utf8.ts";

/** A version that a reference leads to, as it was stored: immutable, its own includes resolved. */
export interface IncludedVersion {
  readonly resourceId: string;
  readonly versionId: string;
  readonly number: number;
  readonly digest: Digest;
  readonly expanded: ExpandedContent;
  readonly closure: readonly ClosureEntry[];
}

/** What a reference leads to, or a sentence for people that says why nowhere. Asked once for each reference. */
export type IncludeLookup = (reference: ContentReference) => Result<IncludedVersion, string>;

/** Why a content cannot be expanded. */
export interface IncludeProblem {
  readonly code:
    | "include-not-found"
    | "include-wrong-kind"
    | "include-not-text"
    | "include-cycle"
    | "include-too-deep"
    | "include-too-many"
    | "include-seam"
    | "include-too-large"
    | "include-invalid"
    | FitProblem["code"];
  /** Where the reference stands, as a JSON pointer into the content. */
  readonly path: string;
  /** As it is written; `null` where the whole is the problem. */
  readonly reference: string | null;
  /** For a cycle the references that lead back, in order; otherwise empty. */
  readonly cycle: readonly string[];
  readonly message: string;
}

export interface ResolvedContent {
  readonly expanded: ExpandedContent;
  readonly closure: readonly ClosureEntry[];
}

export interface IncludeLimits {
  readonly depth: number;
  readonly entries: number;
}

/**
 * Resolves everything that a content names, one level: what is below was resolved when it was saved, and its closure
 * is taken over.
 *
 * - A prompt's includes are replaced in place by the text of the text prompt that they name. The text of a plain one is
 *   escaped, so that nothing in it is ever interpolated. The variables of an included prompt are added to the
 *   includer's; where both declare a name, the includer's declaration holds, then that of the first include. Its model
 *   settings are left behind.
 * - The references of workflows and evaluations become what they name, with its digest; and what they name must fit: a
 *   step gives what its prompt requires, a scorer names columns that the dataset has.
 *
 * `resourceId` is the resource that the content is to be a version of, `null` for one that does not exist yet. It may
 * not be among what is included: that is a cycle, although the included version is an older one.
 */
export function resolveIncludes(
  content: ResourceContent,
  resourceId: string | null,
  lookup: IncludeLookup,
  limits: IncludeLimits = { depth: CONTENT_LIMITS.includeDepth, entries: CONTENT_LIMITS.closureEntries },
): Result<ResolvedContent, readonly IncludeProblem[]> {
  const found = new Map<string, IncludedVersion>();
  const problems: IncludeProblem[] = [];
  const seen = new Set<string>();
  for (const located of references(content)) {
    const text = formatReference(located.reference);
    const key = `${located.path} ${text}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const version = found.get(text) ?? lookUp(located, lookup, problems);
    if (version === null) continue;
    found.set(text, version);
    const problem = judge(content, located, version, resourceId, limits);
    if (problem !== null) problems.push(problem);
  }
  const fit = judgeFit(content, (reference) => found.get(reference)?.expanded ?? null);
  problems.push(...fit.map((problem): IncludeProblem => ({ ...problem, reference: null, cycle: [] })));
  if (problems.length > 0) return err(problems);

  const closure = mergeClosures(
    [...found].map(([text, version]) => [
      directEntry(text, version),
      ...closureBelow(version.versionId, version.closure),
    ]),
  );
  if (closure.length > limits.entries) {
    const message = `It includes ${closure.length} things in all, at most ${limits.entries} are allowed; include fewer.`;
    return err([{ code: "include-too-many", path: "", reference: null, cycle: [], message }]);
  }
  const expanded = expand(content, found);
  return expanded.ok ? ok({ expanded: expanded.value, closure }) : err([expanded.error]);
}

function lookUp(located: LocatedReference, lookup: IncludeLookup, problems: IncludeProblem[]): IncludedVersion | null {
  const version = lookup(located.reference);
  if (version.ok) return version.value;
  problems.push(problemAt(located, "include-not-found", version.error));
  return null;
}

function judge(
  content: ResourceContent,
  located: LocatedReference,
  version: IncludedVersion,
  resourceId: string | null,
  limits: IncludeLimits,
): IncludeProblem | null {
  const text = formatReference(located.reference);
  const { expanded, closure } = version;
  if (!located.expects.includes(expanded.kind)) {
    const message = `"${text}" is a ${expanded.kind}; name a ${located.expects.join(" or a ")} there.`;
    return problemAt(located, "include-wrong-kind", message);
  }
  if (content.kind === "prompt" && expanded.kind === "prompt" && expanded.content.type !== "text") {
    const message = `"${text}" is a chat prompt; only text prompts can be included. Move the shared text into one.`;
    return problemAt(located, "include-not-text", message);
  }
  const cycle = cycleThrough(resourceId, text, version);
  if (cycle !== null) {
    const message = `"${text}" leads back to what includes it: ${cycle.join(" → ")}. Take one of them out.`;
    return { ...problemAt(located, "include-cycle", message), cycle };
  }
  const depth = 1 + Math.max(0, ...closure.map((entry) => entry.depth));
  if (depth > limits.depth) {
    const message = `"${text}" includes ${depth} levels deep, at most ${limits.depth} are allowed; flatten it.`;
    return problemAt(located, "include-too-deep", message);
  }
  return null;
}

function cycleThrough(resourceId: string | null, text: string, version: IncludedVersion): readonly string[] | null {
  if (resourceId === null) return null;
  if (version.resourceId === resourceId) return [text];
  const entry = version.closure.find((candidate) => candidate.resourceId === resourceId);
  return entry === undefined ? null : [text, ...wayTo(entry, version.closure)];
}

function directEntry(reference: string, version: IncludedVersion): ClosureEntry {
  const { resourceId, versionId, number, digest, expanded } = version;
  const [path = reference] = reference.split(/[@#]/);
  const namedBy = reference.includes("#") ? "number" : "label";
  return {
    reference,
    namedBy,
    path,
    kind: expanded.kind,
    resourceId,
    versionId,
    number,
    digest,
    depth: 1,
    includedBy: null,
  };
}

/** The expanded content is read again as strictly as what is written, so that nothing reaches a release unread. */
function expand(
  content: ResourceContent,
  found: ReadonlyMap<string, IncludedVersion>,
): Result<ExpandedContent, IncludeProblem> {
  const unread = replaceReferences(content, found);
  if (!unread.ok) return unread;
  const expanded = parseExpandedContent(content.kind, unread.value);
  if (expanded.ok) return hasRoom(expanded.value) ? expanded : err(tooLarge);
  const [first] = expanded.error;
  const code = first?.code === "too-large" || first?.code === "too-many" ? "include-too-large" : "include-invalid";
  const message = `With its includes in place: ${first?.message ?? "it cannot be read."}`;
  return err({ code, path: first?.path ?? "", reference: null, cycle: [], message });
}

function replaceReferences(
  content: ResourceContent,
  found: ReadonlyMap<string, IncludedVersion>,
): Result<unknown, IncludeProblem> {
  const resolved = (reference: string) => {
    const version = found.get(reference);
    return version === undefined ? null : { ...version.expanded, digest: version.digest };
  };
  switch (content.kind) {
    case "prompt":
      return expandPrompt(content.content, (reference) => {
        const version = found.get(formatReference(reference))?.expanded;
        return version?.kind === "prompt" && version.content.type === "text" ? version.content : null;
      });
    case "workflow": {
      const steps = content.content.steps.map((step) => ({ ...step, uses: resolved(step.uses) }));
      return ok({ ...content.content, steps });
    }
    case "dataset":
      return ok(content.content);
    case "evaluation": {
      const { dataset, target, scorers } = content.content;
      return ok({
        ...content.content,
        dataset: resolved(dataset),
        target: resolved(target),
        scorers: scorers.map((scorer) =>
          scorer.type === "judge" ? { ...scorer, prompt: resolved(scorer.prompt) } : scorer,
        ),
      });
    }
  }
}

function hasRoom({ kind, content }: ExpandedContent): boolean {
  // A prompt's texts are counted as they are read, and a dataset names nothing.
  return kind === "prompt" || kind === "dataset" || utf8Length(canonicalJson(content)) <= CONTENT_LIMITS.expandedBytes;
}

const tooLarge: IncludeProblem = {
  code: "include-too-large",
  path: "",
  reference: null,
  cycle: [],
  message: `With everything that it names it is too large: at most ${CONTENT_LIMITS.expandedBytes} bytes are allowed. Name less.`,
};

function problemAt(located: LocatedReference, code: IncludeProblem["code"], message: string): IncludeProblem {
  return { code, path: located.path, reference: formatReference(located.reference), cycle: [], message };
}
