import {
  type Binding,
  type CheckOptions,
  type CompiledPolicy,
  type Group,
  type Key,
  momentOf,
  type Permission,
  PermissionSet,
  type PolicyRows,
  type Principal,
  type Restriction,
  type Role,
  type ScopeNode,
} from "@countersign/core";
import { Random } from "../random.ts";
import { Ids } from "./ids.ts";
import type { World } from "./world.ts";

/** The moment of all questions, and what lies before and after it. */
export const now = "2026-06-01T00:00:00.000Z";
const past = "2026-01-01T00:00:00.000Z";
const future = "2027-01-01T00:00:00.000Z";

/**
 * What the policy holds besides the world: nested groups, workspaces with folders and prompts, bindings of groups and bindings
 * that begin or end, suspended users, restrictions and keys. Nobody gains or loses anything by it in the world's workspaces,
 * so that rivals that know none of it have the same answers.
 */
export class Surroundings {
  readonly organizationId = "org_benchmark";
  readonly #world: World;
  readonly #teams: number;
  readonly #workspaces: Ids;
  readonly #folders: Ids;
  readonly #prompts: Ids;
  readonly #bindingIds: Ids;
  readonly #ownBindingIds: Ids;

  constructor(world: World) {
    const random = new Random(world.seed + 1);
    this.#world = world;
    this.#teams = Math.ceil(world.principals.count / 100);
    this.#workspaces = new Ids("scp", Math.ceil(world.workspaces.count / 10), random);
    this.#folders = new Ids("scp", this.#workspaces.count * FOLDERS, random);
    this.#prompts = new Ids("scp", this.#folders.count * PROMPTS, random);
    this.#bindingIds = new Ids("bnd", world.principalOf.length, random);
    this.#ownBindingIds = new Ids("bnd", Math.ceil(world.principals.count / 10), random);
  }

  /** Everything as rows, each id a string of its own. */
  rows(): PolicyRows {
    return {
      organizationId: this.organizationId,
      principals: [...this.#principals()],
      groups: [...this.#groups()],
      roles: this.#world.roles.map(customRole),
      bindings: [...this.#worldBindings(), ...this.#ownBindings(), ...this.#groupBindings()],
      restrictions: [...this.#restrictions()],
      scopes: [...this.#scopes()],
      keys: [...this.#keys()],
    };
  }

  /** Questions whose answers go through groups, folders, times, restrictions and keys, half of them denied. */
  halfDenied(random: Random, count: number, policy: CompiledPolicy): readonly SurroundedQuestion[] {
    const left = { allowed: Math.ceil(count / 2), denied: Math.floor(count / 2) };
    const questions: SurroundedQuestion[] = [];
    while (questions.length < count) {
      const question = this.#question(random);
      const { principalId, permission, scopeId, options } = question;
      const { allowed } = policy.check(principalId, permission, scopeId, momentOf(now), options);
      const kind = allowed ? "allowed" : "denied";
      if (left[kind] === 0) continue;
      left[kind] -= 1;
      questions.push(question);
    }
    return questions;
  }

  #question(random: Random): SurroundedQuestion {
    const team = random.below(this.#teams);
    const principal = Math.min(team * 100 + random.below(100), this.#world.principals.count - 1);
    const workspace = this.#workspaceOfTeam(random.below(2) === 0 ? team : random.below(this.#teams));
    const prompt = random.below(FOLDERS * PROMPTS) + workspace * FOLDERS * PROMPTS;
    const keyed = principal % KEY_EVERY === 0 && random.below(2) === 0;
    return {
      principalId: this.#world.principals.fresh(principal),
      permission: random.from(promptPermissions),
      scopeId: this.#prompts.fresh(prompt),
      options: keyed ? { keyId: `key_${principal}` } : undefined,
    };
  }

  *#principals(): Iterable<Principal> {
    const { principals } = this.#world;
    for (let index = 0; index < principals.count; index += 1) {
      yield { type: "user", id: principals.fresh(index), active: true, localSignIn: true };
    }
    for (let index = 0; index < principals.count / 100; index += 1) {
      yield { type: "user", id: `prn_suspended_${index}`, active: false, localSignIn: true };
    }
  }

  /** Teams of 100 people, ten teams in a department, all departments in one group; every tenth person in a guild as well. */
  *#groups(): Iterable<Group> {
    const { principals } = this.#world;
    const departments = Math.ceil(this.#teams / 10);
    for (let team = 0; team < this.#teams; team += 1) {
      const end = Math.min(principals.count, team * 100 + 100);
      yield { id: `grp_team_${team}`, memberIds: freshIds(principals, team * 100, end, 1), groupIds: [] };
    }
    for (let guild = 0; guild < GUILDS; guild += 1) {
      const memberIds = freshIds(principals, guild * 10, principals.count, GUILDS * 10);
      yield { id: `grp_guild_${guild}`, memberIds, groupIds: [] };
    }
    for (let department = 0; department < departments; department += 1) {
      const end = Math.min(this.#teams, department * 10 + 10);
      const groupIds = Array.from({ length: end - department * 10 }, (_, at) => `grp_team_${department * 10 + at}`);
      yield { id: `grp_department_${department}`, memberIds: [], groupIds };
    }
    const groupIds = Array.from({ length: departments }, (_, department) => `grp_department_${department}`);
    yield { id: "grp_everybody", memberIds: [], groupIds };
  }

  *#scopes(): Iterable<ScopeNode> {
    const top = this.organizationId;
    yield { type: "organization", id: top, parentId: null, name: "Benchmark", archived: false };
    for (const [ids, name] of [
      [this.#world.workspaces, "plain"],
      [this.#workspaces, "rich"],
    ] as const) {
      for (let index = 0; index < ids.count; index += 1) {
        yield { type: "workspace", id: ids.fresh(index), parentId: top, name: `${name}-${index}`, archived: false };
      }
    }
    for (let folder = 0; folder < this.#folders.count; folder += 1) {
      const workspace = Math.floor(folder / FOLDERS);
      // Folders three deep: of each three, one lies in the other, and that in the first.
      const parentId = folder % 3 === 0 ? this.#workspaces.fresh(workspace) : this.#folders.fresh(folder - 1);
      const id = this.#folders.fresh(folder);
      yield { type: "folder", id, parentId, name: `folder-${folder % FOLDERS}`, archived: false };
      for (let prompt = 0; prompt < PROMPTS; prompt += 1) {
        const promptId = this.#prompts.fresh(folder * PROMPTS + prompt);
        const name = `prompt-${prompt}`;
        yield { type: "resource", kind: "prompt", id: promptId, parentId: id, name, archived: false };
      }
    }
  }

  *#worldBindings(): Iterable<Binding> {
    const { principals, workspaces, roles, principalOf, workspaceOf, roleOf } = this.#world;
    for (let binding = 0; binding < principalOf.length; binding += 1) {
      yield {
        id: this.#bindingIds.fresh(binding),
        holder: { type: "principal", id: principals.fresh(principalOf[binding] ?? 0) },
        roleId: roles[roleOf[binding] ?? 0]?.id ?? "",
        scopeId: workspaces.fresh(workspaceOf[binding] ?? 0),
        notBefore: null,
        expiresAt: null,
      };
    }
  }

  /** Every tenth user has something in a folder: for a time that is now, over, or still to come. */
  *#ownBindings(): Iterable<Binding> {
    const { principals } = this.#world;
    for (let index = 0; index < this.#ownBindingIds.count; index += 1) {
      const principal = index * 10;
      const folder = this.#workspaceOfTeam(Math.floor(principal / 100)) * FOLDERS + (index % FOLDERS);
      yield {
        id: this.#ownBindingIds.fresh(index),
        holder: { type: "principal", id: principals.fresh(principal) },
        roleId: `role-${1 + (index % 20)}`,
        scopeId: this.#folders.fresh(folder),
        notBefore: index % 3 === 2 ? future : past,
        expiresAt: index % 3 === 1 ? past : future,
      };
    }
  }

  *#groupBindings(): Iterable<Binding> {
    const bind = (id: string, groupId: string, roleId: string, scopeId: string): Binding => {
      return { id, holder: { type: "group", id: groupId }, roleId, scopeId, notBefore: null, expiresAt: null };
    };
    yield bind("bnd_everybody", "grp_everybody", "organization.member", this.organizationId);
    for (let team = 0; team < this.#teams; team += 1) {
      const workspace = this.#workspaceOfTeam(team);
      const folder = workspace * FOLDERS + (team % FOLDERS);
      const department = `grp_department_${Math.floor(team / 10)}`;
      yield bind(`bnd_team_${team}`, `grp_team_${team}`, "workspace.editor", this.#workspaces.fresh(workspace));
      yield bind(`bnd_folder_${team}`, `grp_team_${team}`, "workspace.publisher", this.#folders.fresh(folder));
      if (team % 10 === 0) {
        yield bind(`bnd_department_${team}`, department, "workspace.viewer", this.#workspaces.fresh(workspace));
      }
    }
    for (let guild = 0; guild < GUILDS; guild += 1) {
      const workspace = this.#workspaces.fresh(guild % this.#workspaces.count);
      yield bind(`bnd_guild_${guild}`, `grp_guild_${guild}`, "workspace.reviewer", workspace);
    }
  }

  *#restrictions(): Iterable<Restriction> {
    const permissions = PermissionSet.of("prompt:edit", "prompt:publish");
    for (let folder = 0; folder < this.#folders.count; folder += 4) {
      yield { id: `rst_${folder}`, scopeId: this.#folders.fresh(folder), permissions };
    }
  }

  *#keys(): Iterable<Key> {
    const { principals } = this.#world;
    for (let principal = 0; principal < principals.count; principal += KEY_EVERY) {
      yield {
        id: `key_${principal}`,
        principalId: principals.fresh(principal),
        createdBy: principals.fresh(principal),
        permissions: PermissionSet.of("prompt:use", "prompt:view", "prompt:edit"),
        scopeIds: [this.#workspaces.fresh(this.#workspaceOfTeam(Math.floor(principal / 100)))],
        labels: null,
        active: true,
      };
    }
  }

  #workspaceOfTeam(team: number): number {
    return team % this.#workspaces.count;
  }
}

/** A question about a prompt in a folder. */
export interface SurroundedQuestion {
  readonly principalId: string;
  readonly permission: Permission;
  readonly scopeId: string;
  readonly options: CheckOptions | undefined;
}

const FOLDERS = 6;
const PROMPTS = 4;
const GUILDS = 20;
const KEY_EVERY = 20;

const promptPermissions = ["prompt:use", "prompt:view", "prompt:edit", "prompt:review", "prompt:publish"] as const;

function customRole({ id, permissions }: World["roles"][number]): Role {
  const set = PermissionSet.of(...permissions);
  return { id, name: id, description: "", builtIn: false, permissions: set, includes: [] };
}

function freshIds(ids: Ids, from: number, end: number, step: number): readonly string[] {
  return Array.from({ length: Math.ceil((end - from) / step) }, (_, at) => ids.fresh(from + at * step));
}
