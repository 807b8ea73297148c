import type { AccessDifference, Permission, PrincipalRef, ScopeRef } from "@countersign/core";
import { permissionPhrase } from "../interface/permission-phrase.ts";

/** What one person or service account gains and loses, place by place. */
export interface PersonalDifference {
  readonly principal: PrincipalRef;
  readonly lines: readonly DifferenceLine[];
}

interface DifferenceLine {
  readonly verb: "gains" | "loses";
  readonly scope: ScopeRef;
  readonly permissions: readonly Permission[];
  /** The permissions in words. */
  readonly text: string;
}

/** Differences gathered by person, by name; what is gained stands before what is lost. */
export function differencesByPerson(differences: readonly AccessDifference[]): readonly PersonalDifference[] {
  const people = new Map<string, { principal: PrincipalRef; lines: DifferenceLine[] }>();
  for (const { principal, scope, gained, lost } of differences) {
    const person = people.get(principal.id) ?? { principal, lines: [] };
    if (gained.length > 0) person.lines.push(line("gains", scope, gained));
    if (lost.length > 0) person.lines.push(line("loses", scope, lost));
    if (person.lines.length > 0) people.set(principal.id, person);
  }
  return [...people.values()]
    .map(({ principal, lines }) => ({
      principal,
      lines: lines.sort((a, b) => a.verb.localeCompare(b.verb) || a.scope.path.localeCompare(b.scope.path)),
    }))
    .sort((a, b) => a.principal.name.localeCompare(b.principal.name));
}

/** Who gains and who loses, in a sentence. */
export function differenceSummary(differences: readonly AccessDifference[]): string {
  const gaining = new Set(differences.filter(({ gained }) => gained.length > 0).map(({ principal }) => principal.id));
  const losing = new Set(differences.filter(({ lost }) => lost.length > 0).map(({ principal }) => principal.id));
  if (gaining.size === 0 && losing.size === 0) return "Nobody gains or loses anything now.";
  const parts = [
    gaining.size > 0 ? `${count(gaining.size)} gain${gaining.size === 1 ? "s" : ""} access` : "",
    losing.size > 0 ? `${count(losing.size)} lose${losing.size === 1 ? "s" : ""} access` : "",
  ];
  return `${parts.filter((part) => part !== "").join(" and ")}.`;
}

function line(verb: DifferenceLine["verb"], scope: ScopeRef, permissions: readonly Permission[]): DifferenceLine {
  return { verb, scope, permissions, text: permissionPhrase(permissions) };
}

function count(people: number): string {
  return people === 1 ? "1 principal" : `${people} principals`;
}
