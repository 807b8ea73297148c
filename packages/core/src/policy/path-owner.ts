import { matchesLabel } from "./label-pattern.ts";
import type { Requirement } from "./requirement.ts";

/** Whose approval a release to a path of this pattern needs besides; of several that match, the last one alone counts. */
export interface PathOwner {
  /**
   * A path inside a workspace, as names joined by slashes, and all below it. `*` stands for any run of characters of a
   * name, `**` for any number of names.
   */
  readonly pattern: string;
  readonly requirement: Requirement;
}

/** The owner of a path: the last of the list whose pattern matches. */
export function ownerOf(owners: readonly PathOwner[], path: string): PathOwner | null {
  return owners.findLast(({ pattern }) => matchesPath(pattern, path)) ?? null;
}

/** Whether a pattern matches a path, or a folder that the path is in. */
export function matchesPath(pattern: string, path: string): boolean {
  return startsWith(pattern.split("/"), path.split("/"));
}

/** What is wrong with a pattern of paths; `null` when nothing is. */
export function problemOfPathPattern(pattern: string): { readonly message: string; readonly remedy: string } | null {
  const names = pattern.split("/");
  const deep = names.filter((name) => name === "**").length;
  const wellFormed = names.every((name) => name === "**" || (namePattern.test(name) && !name.includes("**")));
  if (wellFormed && pattern.length <= 512 && deep <= maximumDeep) return null;
  return {
    message: `${JSON.stringify(pattern.slice(0, 80))} is no pattern of paths.`,
    remedy:
      "Write names joined by slashes, * for part of a name and ** for any number of names, three times at most: billing, */tone, **/legal.",
  };
}

const namePattern = /^[a-z0-9._*-]{1,63}$/;
/** Each more multiplies the ways to try. */
const maximumDeep = 3;

function startsWith(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return true;
  if (first === "**")
    return path.some((_, from) => startsWith(rest, path.slice(from))) || rest.every((one) => one === "**");
  const [name, ...below] = path;
  return name !== undefined && matchesLabel(first, name) && startsWith(rest, below);
}
