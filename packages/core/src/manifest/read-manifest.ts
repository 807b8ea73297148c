import { builtInRoles } from "../access/builtin-roles.ts";
import { type Permission, parsePermission } from "../access/permission-catalogue.ts";
import { type ResourceKind, resourceKinds } from "../access/scope.ts";
import type { PolicyMode } from "../policy/approval-policy.ts";
import { type ChangeCondition, type ChangeConditions, conditionAreaNames } from "../policy/change-condition.ts";
import { parseLabelPattern } from "../policy/label-pattern.ts";
import { err, ok, type Result } from "../result.ts";
import {
  bindingName,
  type Manifest,
  type ManifestBinding,
  type ManifestGroup,
  type ManifestHolder,
  type ManifestPath,
  type ManifestPolicy,
  type ManifestProblem,
  type ManifestRequirement,
  type ManifestRole,
  type ManifestServiceAccount,
  type ManifestWorkspace,
  policyName,
} from "./manifest.ts";
import { ManifestReader } from "./manifest-reader.ts";
import { manifestKinds } from "./manifest-source.ts";

/** How many things one manifest may hold, all kinds together. */
export const MAX_MANIFEST_THINGS = 20_000;

const protectable = ["workspace", "role", "group", "service-account", "policy"] as const;

/** Reads a manifest as it was written. Every problem is told, not the first alone. */
export function readManifest(value: unknown): Result<Manifest, readonly ManifestProblem[]> {
  const reader = new ManifestReader();
  const top = reader.object(value, [], ["manifest", ...manifestKinds, "protect"]);
  const manifest: Manifest = {
    name: readOwnName(reader, top["manifest"]),
    workspaces: entries(reader, top["workspaces"], "workspaces", readWorkspace),
    roles: entries(reader, top["roles"], "roles", readRole),
    groups: entries(reader, top["groups"], "groups", readGroup),
    serviceAccounts: entries(reader, top["serviceAccounts"], "serviceAccounts", readServiceAccount),
    bindings: reader
      .list(top["bindings"], ["bindings"])
      .map((one, index) => readBinding(reader, one, ["bindings", index])),
    policies: reader
      .list(top["policies"], ["policies"])
      .map((one, index) => readPolicy(reader, one, ["policies", index])),
    protect: new Set(reader.names(top["protect"], ["protect"], (item, path) => readProtected(reader, item, path))),
  };
  const things = manifestKinds.reduce((sum, kind) => sum + manifest[kind].length, 0);
  if (things > MAX_MANIFEST_THINGS) {
    reader.note(
      [],
      `The manifest holds ${things} things; at most ${MAX_MANIFEST_THINGS} are allowed.`,
      "Make two of it.",
    );
  }
  noteTwice(reader, manifest.bindings, bindingName);
  noteTwice(reader, manifest.policies, policyName);
  return reader.problems.length === 0 ? ok(manifest) : err(reader.problems);
}

function readOwnName(reader: ManifestReader, value: unknown): string {
  const name = reader.text(value, ["manifest"], 63);
  if (typeof value === "string" && !/^[a-z0-9][a-z0-9._-]*$/.test(name)) {
    reader.note(
      ["manifest"],
      `"${value}" is no name of a manifest.`,
      "Use lower-case letters, digits, dots, dashes and underscores.",
    );
  }
  return name;
}

function entries<T>(
  reader: ManifestReader,
  value: unknown,
  kind: string,
  read: (reader: ManifestReader, name: string, entry: unknown, path: ManifestPath) => T,
): readonly T[] {
  if (value === undefined || value === null) return [];
  return Object.entries(reader.object(value, [kind], null))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => {
      const path = [kind, key];
      return read(reader, reader.name(key, path), entry ?? {}, path);
    });
}

function readWorkspace(reader: ManifestReader, name: string, value: unknown, path: ManifestPath): ManifestWorkspace {
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)) {
    reader.note(
      path,
      `"${name}" is no name of a workspace.`,
      "Use lower-case letters, digits, dots, dashes and underscores, at most 63.",
    );
  }
  const { description } = reader.object(value, path, ["description"]);
  return { name, description: readDescription(reader, description, path), path };
}

function readRole(reader: ManifestReader, name: string, value: unknown, path: ManifestPath): ManifestRole {
  if (builtInRoles.has(name)) {
    reader.note(path, `"${name}" is the id of a built-in role, which cannot be changed.`, "Choose another name.");
  }
  const { description, permissions, includes } = reader.object(value, path, ["description", "permissions", "includes"]);
  if (permissions === undefined) {
    reader.note(
      [...path, "permissions"],
      `The role "${name}" names no permissions.`,
      "List them; [] for none of its own.",
    );
  }
  const read = reader.names(permissions, [...path, "permissions"], (item, at) => readPermission(reader, item, at));
  return {
    name,
    description: readDescription(reader, description, path),
    permissions: read.map(parsePermission).filter((permission): permission is Permission => permission !== null),
    includes: reader.names(includes, [...path, "includes"], (item, at) => reader.name(item, at)),
    path,
  };
}

function readPermission(reader: ManifestReader, value: unknown, path: ManifestPath): string {
  const written = reader.text(value, path, 100);
  if (typeof value === "string" && parsePermission(written) === null) {
    reader.note(path, `"${value}" is no permission.`, "Write one of the catalogue, for example prompt:view.");
  }
  return written;
}

function readGroup(reader: ManifestReader, name: string, value: unknown, path: ManifestPath): ManifestGroup {
  const { description, members, groups } = reader.object(value, path, ["description", "members", "groups"]);
  const read = (list: unknown, key: string, item: (value: unknown, path: ManifestPath) => string) =>
    reader.optional(list, (given) => reader.names(given, [...path, key], item));
  return {
    name,
    description: readDescription(reader, description, path),
    members: read(members, "members", (item, at) => reader.email(item, at)),
    groups: read(groups, "groups", (item, at) => reader.name(item, at)),
    path,
  };
}

function readServiceAccount(
  reader: ManifestReader,
  name: string,
  value: unknown,
  path: ManifestPath,
): ManifestServiceAccount {
  const { description, home, responsible } = reader.object(value, path, ["description", "home", "responsible"]);
  const people = reader.optional(responsible, (given) => {
    return reader.names(given, [...path, "responsible"], (item, at) => reader.email(item, at));
  });
  if (people?.length === 0) {
    reader.note(
      [...path, "responsible"],
      `Nobody answers for the service account "${name}".`,
      "Name at least one person.",
    );
  }
  const at = home === undefined ? "/" : reader.place(home, [...path, "home"]);
  if (at !== "/" && at.includes("/")) {
    reader.note(
      [...path, "home"],
      `"${at}" is no home.`,
      "A service account belongs to the organization or a workspace.",
    );
  }
  return { name, description: readDescription(reader, description, path), home: at, responsible: people, path };
}

function readBinding(reader: ManifestReader, value: unknown, path: ManifestPath): ManifestBinding {
  const known = ["person", "group", "serviceAccount", "role", "at", "notBefore", "expiresAt", "reason"];
  const entry = reader.object(value, path, known);
  const notBefore = reader.instant(entry["notBefore"], [...path, "notBefore"]);
  const expiresAt = reader.instant(entry["expiresAt"], [...path, "expiresAt"]);
  if (notBefore !== null && expiresAt !== null && notBefore >= expiresAt) {
    reader.note([...path, "expiresAt"], "The binding would end before it begins.", "Let it begin before it ends.");
  }
  return {
    holder: readHolder(reader, entry, path),
    role: reader.name(entry["role"], [...path, "role"]),
    at: reader.place(entry["at"], [...path, "at"]),
    notBefore,
    expiresAt,
    reason: entry["reason"] === undefined ? "" : reader.text(entry["reason"], [...path, "reason"], 2_000, true),
    path,
  };
}

function readHolder(
  reader: ManifestReader,
  entry: Readonly<Record<string, unknown>>,
  path: ManifestPath,
): ManifestHolder {
  const given = (["person", "group", "serviceAccount"] as const).filter((key) => entry[key] !== undefined);
  const [key] = given;
  if (key === undefined || given.length > 1) {
    reader.note(path, "A binding has one holder.", "Name a person, a group or a serviceAccount.");
    return { type: "person", name: "" };
  }
  const at = [...path, key];
  if (key === "person") return { type: "person", name: reader.email(entry[key], at) };
  return { type: key === "group" ? "group" : "service-account", name: reader.name(entry[key], at) };
}

function readPolicy(reader: ManifestReader, value: unknown, path: ManifestPath): ManifestPolicy {
  const entry = reader.object(value, path, ["name", "at", "label", "kinds", "mode", "requirements"]);
  const label = reader.text(entry["label"], [...path, "label"], 63);
  const pattern = parseLabelPattern(label);
  if (typeof entry["label"] === "string" && !pattern.ok) {
    reader.note(
      [...path, "label"],
      pattern.error.message,
      pattern.error.remedy ?? "Write it like production or prod-*.",
    );
  }
  const kinds = reader.optional(entry["kinds"], (given) => {
    return reader.names(given, [...path, "kinds"], (item, at) => readKind(reader, item, at));
  });
  if (kinds?.length === 0) {
    reader.note([...path, "kinds"], "The policy is for no kind.", "Name at least one, or leave it out for all.");
  }
  const requirements = reader.list(entry["requirements"], [...path, "requirements"]);
  if (requirements.length === 0) {
    reader.note([...path, "requirements"], "The policy asks for nobody's approval.", "Ask for at least one.");
  }
  return {
    name: reader.name(entry["name"], [...path, "name"]),
    at: reader.place(entry["at"], [...path, "at"]),
    label,
    kinds: kinds === null ? null : resourceKinds.filter((kind): kind is ResourceKind => kinds.includes(kind)),
    mode: readMode(reader, entry["mode"], path),
    requirements: requirements.map((one, index) => readRequirement(reader, one, [...path, "requirements", index])),
    path,
  };
}

function readKind(reader: ManifestReader, value: unknown, path: ManifestPath): string {
  const kind = reader.text(value, path, 100);
  if (!resourceKinds.some((known) => known === kind)) {
    reader.note(path, `"${kind}" is no kind.`, `Write one of ${resourceKinds.join(", ")}.`);
  }
  return kind;
}

function readRequirement(reader: ManifestReader, value: unknown, path: ManifestPath): ManifestRequirement {
  const entry = reader.object(value, path, ["count", "role", "group", "people", "when"]);
  const when = readConditions(reader, entry["when"], [...path, "when"]);
  const count = entry["count"];
  const counted = typeof count === "number" && Number.isInteger(count) && count >= 1 && count <= 100 ? count : 0;
  if (counted === 0) reader.note([...path, "count"], "A requirement counts 1 to 100 people.", "Say how many.");
  const given = (["role", "group", "people"] as const).filter((key) => entry[key] !== undefined);
  const [key] = given;
  if (key === undefined || given.length > 1) {
    reader.note(path, "A requirement asks for one sort of people.", "Name a role, a group or people.");
    return { type: "people", count: counted, when, people: [] };
  }
  const at = [...path, key];
  if (key === "role") return { type: "role", count: counted, when, role: reader.name(entry[key], at) };
  if (key === "group") return { type: "group", count: counted, when, group: reader.name(entry[key], at) };
  const people = reader.names(entry[key], at, (item, place) => reader.email(item, place));
  if (people.length < counted) {
    reader.note(at, `${counted} are asked for, and ${people.length} are named.`, "Name more, or ask for fewer.");
  }
  return { type: "people", count: counted, when, people };
}

function readMode(reader: ManifestReader, value: unknown, path: ManifestPath): PolicyMode | null {
  if (value === undefined || value === "enforce" || value === "evaluate") return value ?? null;
  reader.note([...path, "mode"], "A policy is enforced or evaluated.", "Write enforce or evaluate.");
  return null;
}

function readConditions(reader: ManifestReader, value: unknown, path: ManifestPath): ChangeConditions | null {
  if (value === undefined) return null;
  const written = reader.list(value, path);
  const conditions = written.flatMap((one, index): readonly ChangeCondition[] => {
    const at = [...path, index];
    const { area, over, type, unit } = reader.object(one, at, ["type", "area", "unit", "over"]);
    const known = conditionAreaNames.find((name) => name === area);
    if (type === "area" && known !== undefined) return [{ type, area: known }];
    const measured = unit === "lines" || unit === "characters" ? unit : null;
    if (type === "size" && measured !== null && typeof over === "number" && Number.isInteger(over) && over >= 0) {
      return [{ type, unit: measured, over }];
    }
    reader.note(
      at,
      "This is no condition.",
      "Write { type: area, area: system-message } or { type: size, unit: lines, over: 10 }.",
    );
    return [];
  });
  if (written.length === 0 || written.length > 20) {
    reader.note(
      path,
      "A requirement has 1 to 20 conditions, or none at all.",
      "Leave when out where it always counts.",
    );
  }
  return conditions;
}

function readDescription(reader: ManifestReader, value: unknown, path: ManifestPath): string | null {
  return reader.optional(value, (given) => reader.text(given, [...path, "description"], 2_000, true));
}

function readProtected(reader: ManifestReader, value: unknown, path: ManifestPath): string {
  const written = reader.text(value, path, 200);
  const [kind = "", ...name] = written.split(" ");
  if (name.join("") === "" || !protectable.some((known) => known === kind)) {
    reader.note(
      path,
      `"${written}" names nothing to protect.`,
      `Write one of ${protectable.join(", ")}, and its name.`,
    );
  }
  return written;
}

function noteTwice<T extends { readonly path: ManifestPath }>(
  reader: ManifestReader,
  items: readonly T[],
  nameOf: (item: T) => string,
): void {
  const seen = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    if (seen.has(name)) reader.note(item.path, `"${name}" stands in the manifest twice.`, "Take one out.");
    seen.add(name);
  }
}
