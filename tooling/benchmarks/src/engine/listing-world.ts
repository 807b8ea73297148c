import {
  type Binding,
  CompiledPolicy,
  type Group,
  momentOf,
  type PolicyRows,
  type Principal,
  type ScopeNode,
} from "@countersign/core";
import { Random } from "../random.ts";
import { Ids } from "./ids.ts";
import { now } from "./policy-rows.ts";

/** How much there is to list. */
export interface ListingSize {
  /** A multiple of 1,000. */
  readonly prompts: number;
  /** A multiple of 200. */
  readonly users: number;
}

const WORKSPACES = 20;
const FOLDERS = 50;
const ASKERS = 50;
const OWNER = "prn_owner";

/**
 * An organization with much to list. Prompts lie in 20 workspaces of 50 folders. Each of 50 askers sees half of them: a quarter
 * through a group in five workspaces, the rest in single folders and, where that is not even, as single prompts. Half of all
 * users may publish in one workspace: in nested groups, by roles that include the permission, and a few by their own bindings.
 */
export class ListingWorld {
  readonly organizationId = "org_listing";
  readonly at = momentOf(now);
  readonly size: ListingSize;
  readonly #random = new Random(5);
  readonly #workspaces = new Ids("scp", WORKSPACES, this.#random);
  readonly #folders = new Ids("scp", WORKSPACES * FOLDERS, this.#random);
  readonly #prompts: Ids;
  readonly #users: Ids;

  constructor(size: ListingSize) {
    this.size = size;
    this.#prompts = new Ids("scp", size.prompts, this.#random);
    this.#users = new Ids("prn", size.users, this.#random);
  }

  compile(): CompiledPolicy {
    return CompiledPolicy.from(this.rows(), 1);
  }

  asker(index: number): string {
    return `prn_asker_${index % ASKERS}`;
  }

  /** Where half of all users may publish. */
  get publishedIn(): string {
    return this.#workspaces.fresh(0);
  }

  rows(): PolicyRows {
    return {
      organizationId: this.organizationId,
      principals: [...this.#principals()],
      groups: [...this.#groups()],
      roles: [],
      bindings: [...this.#askerBindings(), ...this.#publisherBindings()],
      restrictions: [],
      scopes: [...this.#scopes()],
      keys: [],
    };
  }

  *#principals(): Iterable<Principal> {
    yield person(OWNER);
    for (let asker = 0; asker < ASKERS; asker += 1) yield person(this.asker(asker));
    for (let user = 0; user < this.#users.count; user += 1) yield person(this.#users.fresh(user));
  }

  *#groups(): Iterable<Group> {
    for (let asker = 0; asker < ASKERS; asker += 1) {
      yield { id: `grp_asker_${asker}`, memberIds: [this.asker(asker)], groupIds: [] };
    }
    // A hundred teams; the even ones are in a group that publishes.
    for (let team = 0; team < 100; team += 1) {
      const count = this.#users.count / 100;
      const memberIds = Array.from({ length: count }, (_, at) => this.#users.fresh(team + at * 100));
      yield { id: `grp_team_${team}`, memberIds, groupIds: [] };
    }
    for (const half of ["publishers", "readers"]) {
      const first = half === "publishers" ? 0 : 1;
      const groupIds = Array.from({ length: 50 }, (_, at) => `grp_team_${first + 2 * at}`);
      yield { id: `grp_${half}`, memberIds: [], groupIds };
    }
  }

  *#scopes(): Iterable<ScopeNode> {
    const top = this.organizationId;
    yield { type: "organization", id: top, parentId: null, name: "Listing", archived: false };
    for (let workspace = 0; workspace < WORKSPACES; workspace += 1) {
      const id = this.#workspaces.fresh(workspace);
      yield { type: "workspace", id, parentId: top, name: `workspace-${workspace}`, archived: false };
    }
    for (let folder = 0; folder < this.#folders.count; folder += 1) {
      const parentId = this.#workspaces.fresh(Math.floor(folder / FOLDERS));
      const id = this.#folders.fresh(folder);
      yield { type: "folder", id, parentId, name: `folder-${folder % FOLDERS}`, archived: false };
    }
    for (let prompt = 0; prompt < this.#prompts.count; prompt += 1) {
      const parentId = this.#folders.fresh(prompt % this.#folders.count);
      const id = this.#prompts.fresh(prompt);
      yield { type: "resource", kind: "prompt", id, parentId, name: `prompt-${prompt}`, archived: false };
    }
  }

  *#askerBindings(): Iterable<Binding> {
    const folders = this.#folders.count;
    for (let asker = 0; asker < ASKERS; asker += 1) {
      const name = (what: string, at: number): string => `bnd_${asker}_${what}_${at}`;
      const principal = { type: "principal", id: this.asker(asker) } as const;
      const first = asker % WORKSPACES;
      // A quarter: five workspaces, for the group that the asker is in.
      for (let at = 0; at < 5; at += 1) {
        const group = { type: "group", id: `grp_asker_${asker}` } as const;
        yield bind(name("w", at), group, "workspace.viewer", this.#workspaces.fresh((first + at) % WORKSPACES));
      }
      // Of the fifteen others every third folder, which is another quarter, but one of them only as single prompts.
      const others = Array.from(
        { length: folders - 5 * FOLDERS },
        (_, at) => (first * FOLDERS + 5 * FOLDERS + at) % folders,
      );
      const seen = others.filter((_, at) => at % 3 === 0);
      for (const [at, folder] of seen.slice(1).entries()) {
        yield bind(name("f", at), principal, "workspace.viewer", this.#folders.fresh(folder));
      }
      for (let prompt = seen[0] ?? 0; prompt < this.#prompts.count; prompt += folders) {
        yield bind(name("p", prompt), principal, "workspace.viewer", this.#prompts.fresh(prompt));
      }
    }
  }

  *#publisherBindings(): Iterable<Binding> {
    const [top, workspace] = [this.organizationId, this.publishedIn];
    yield bind("bnd_publishers", { type: "group", id: "grp_publishers" }, "workspace.publisher", workspace);
    yield bind("bnd_readers", { type: "group", id: "grp_readers" }, "workspace.viewer", workspace);
    for (let user = 0; user < this.#users.count; user += 200) {
      const principal = { type: "principal", id: this.#users.fresh(user) } as const;
      yield bind(`bnd_own_${user}`, principal, "workspace.admin", workspace);
    }
    yield bind("bnd_owner", { type: "principal", id: OWNER }, "organization.owner", top);
  }
}

function person(id: string): Principal {
  return { type: "user", id, active: true, localSignIn: true };
}

function bind(id: string, holder: Binding["holder"], roleId: string, scopeId: string): Binding {
  return { id, holder, roleId, scopeId, notBefore: null, expiresAt: null };
}
