import {
  keptByOwners,
  kindOf,
  type Permission,
  permissionCatalogue,
  permissions,
  type RestrictionRecord,
  type ScopeRef,
} from "@countersign/core";
import { permissionPhrase } from "../interface/permission-phrase.ts";

type Place = Pick<ScopeRef, "id" | "type" | "path">;

/** Where a restriction holds, as it is said in a sentence. */
export function placeWords({ type, path }: Pick<ScopeRef, "type" | "path">): string {
  switch (type) {
    case "organization":
      return `anywhere in ${path}`;
    case "resource":
      return `on ${path}`;
    case "workspace":
    case "folder":
      return `in ${path} and everywhere below it`;
  }
}

/** What the list of a place's restrictions holds. */
export function whatIsShown({ type, path }: Pick<ScopeRef, "type" | "path">): string {
  const here = `What nobody may do in ${path}, whatever roles they hold`;
  return type === "organization"
    ? `${here}, and what is switched off in parts of it.`
    : `${here}. What comes from above counts too; what holds only further down is listed after it.`;
}

/** What a restriction will do, a sentence each, the most important first; empty while it removes nothing. */
export function whatItDoes(removed: readonly Permission[], place: Pick<ScopeRef, "type" | "path">): readonly string[] {
  if (removed.length === 0) return [];
  const set = new Set(removed);
  const kept = removed.filter((permission) => keptByOwners.has(permission));
  const stopped = stoppedWith(set);
  return [
    `From then on nobody may do this ${placeWords(place)}, whatever roles they hold, you included: ${permissionPhrase(removed)}.`,
    ...(stopped.length === 0 ? [] : [`What works only together with that stops too: ${permissionPhrase(stopped)}.`]),
    ...(removed.some((permission) => isOfKind(permission, "use"))
      ? ["Applications that fetch it there are refused at once."]
      : []),
    ...([...set, ...stopped].some((permission) => isOfKind(permission, "publish"))
      ? ["Nothing can be published or rolled back there."]
      : []),
    ...(kept.length === 0 ? [] : [`Owners of the organization keep ${kept.join(", ")} all the same.`]),
  ];
}

/** How a restriction stands to the place that is looked at: there, on the way to it, or further down. */
export function relationTo(place: Place, scope: Place): "here" | "above" | "below" {
  if (place.id === scope.id) return "here";
  return liesIn(place, scope) ? "above" : "below";
}

/** The restrictions from the top down, and those of one place with the newest first, as the server gave them. */
export function fromTheTop(restrictions: readonly RestrictionRecord[]): readonly RestrictionRecord[] {
  const height = ({ type, path }: Place) => (type === "organization" ? "" : path);
  return restrictions.toSorted((a, b) => {
    const [left, right] = [height(a.scope), height(b.scope)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** Whether a place is another one or lies in it. */
export function liesIn(inner: Place, outer: Place): boolean {
  return (
    outer.type === "organization" ||
    inner.id === outer.id ||
    (inner.type !== "organization" && inner.path.startsWith(`${outer.path}/`))
  );
}

/** What stays switched off at a restriction's place when it is lifted, and by which other restrictions. */
export function remainsOff(
  lifted: RestrictionRecord,
  known: readonly RestrictionRecord[],
): { readonly permissions: readonly Permission[]; readonly by: readonly RestrictionRecord[] } {
  const by = known.filter(
    (other) =>
      other.id !== lifted.id &&
      liesIn(lifted.scope, other.scope) &&
      other.permissions.some((permission) => lifted.permissions.includes(permission)),
  );
  const off = new Set(by.flatMap((other) => other.permissions));
  return { permissions: lifted.permissions.filter((permission) => off.has(permission)), by };
}

/** What needs something of a set, directly or through another permission, and is not in it. */
function stoppedWith(removed: ReadonlySet<Permission>): readonly Permission[] {
  const stopped = new Set<Permission>(removed);
  for (let before = -1; before !== stopped.size; ) {
    before = stopped.size;
    for (const permission of permissions) {
      if (permissionCatalogue[permission].requires.some((needed) => stopped.has(needed))) stopped.add(permission);
    }
  }
  return [...stopped].filter((permission) => !removed.has(permission));
}

function isOfKind(permission: Permission, action: string): boolean {
  const kind = kindOf(permission);
  return kind !== null && permission === `${kind}:${action}`;
}
