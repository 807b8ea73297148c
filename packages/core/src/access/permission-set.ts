import { kindOf, type Permission, permissionCatalogue, permissions } from "./permission-catalogue.ts";
import type { ResourceKind, ScopeNode, ScopeType } from "./scope.ts";

const knownBits = permissions.reduce((bits, permission) => bits | bitOf(permission), 0n);

/** An immutable set of permissions. It holds nothing that is not in the catalogue. */
export class PermissionSet {
  static readonly empty: PermissionSet = new PermissionSet(0n);
  static readonly all: PermissionSet = PermissionSet.of(...permissions);

  /** One bit for each permission, at the place that the catalogue says. */
  readonly bits: bigint;

  private constructor(bits: bigint) {
    this.bits = bits & knownBits;
    Object.freeze(this);
  }

  static of(...members: readonly Permission[]): PermissionSet {
    return new PermissionSet(members.reduce((bits, permission) => bits | bitOf(permission), 0n));
  }

  /** The union of any number of sets. */
  static union(...sets: readonly PermissionSet[]): PermissionSet {
    return new PermissionSet(sets.reduce((bits, set) => bits | set.bits, 0n));
  }

  /**
   * Reads what {@link toHex} wrote. Bits that this catalogue does not know are dropped: what nobody here can name is
   * held by nobody.
   *
   * @throws TypeError for text that is no mask. It must not pass for the empty set: an empty restriction allows more.
   */
  static fromHex(hex: string): PermissionSet {
    if (!/^[0-9a-f]{1,32}$/.test(hex))
      throw new TypeError("A permission set is stored as 1 to 32 lower-case hex digits.");
    return new PermissionSet(BigInt(`0x${hex}`));
  }

  /** 32 hex digits, the highest bit first: equal sets have equal texts. */
  toHex(): string {
    return this.bits.toString(16).padStart(32, "0");
  }

  has(permission: Permission): boolean {
    return (this.bits & bitOf(permission)) !== 0n;
  }

  union(other: PermissionSet): PermissionSet {
    return new PermissionSet(this.bits | other.bits);
  }

  intersect(other: PermissionSet): PermissionSet {
    return new PermissionSet(this.bits & other.bits);
  }

  minus(other: PermissionSet): PermissionSet {
    return new PermissionSet(this.bits & ~other.bits);
  }

  isSubsetOf(other: PermissionSet): boolean {
    return (this.bits & ~other.bits) === 0n;
  }

  equals(other: PermissionSet): boolean {
    return this.bits === other.bits;
  }

  get isEmpty(): boolean {
    return this.bits === 0n;
  }

  /** In the order of the bits. */
  toList(): readonly Permission[] {
    return permissions.filter((permission) => this.has(permission));
  }
}

/** The set without what lacks its requirement in the set: `edit` without `view` is nothing. */
export function closed(set: PermissionSet): PermissionSet {
  const kept = PermissionSet.of(
    ...set.toList().filter((permission) => permissionCatalogue[permission].requires.every((needed) => set.has(needed))),
  );
  return kept.equals(set) ? kept : closed(kept);
}

/** What can be bound and asked for at scopes of a type. */
export function meaningfulAt(type: ScopeType): PermissionSet {
  return meaningfulByType[type];
}

/** What can be bound and asked for at this very scope: at a prompt, nothing about datasets. */
export function meaningfulOn(scope: ScopeNode): PermissionSet {
  return scope.type === "resource" ? meaningfulByKind[scope.kind] : meaningfulByType[scope.type];
}

function those(belong: (permission: Permission) => boolean): PermissionSet {
  return PermissionSet.of(...permissions.filter(belong));
}

const meaningfulByType: Readonly<Record<ScopeType, PermissionSet>> = {
  organization: those((permission) => permissionCatalogue[permission].scopes.includes("organization")),
  workspace: those((permission) => permissionCatalogue[permission].scopes.includes("workspace")),
  folder: those((permission) => permissionCatalogue[permission].scopes.includes("folder")),
  resource: those((permission) => permissionCatalogue[permission].scopes.includes("resource")),
};

const meaningfulByKind: Readonly<Record<ResourceKind, PermissionSet>> = {
  prompt: those((permission) => kindOf(permission) === "prompt"),
  workflow: those((permission) => kindOf(permission) === "workflow"),
  dataset: those((permission) => kindOf(permission) === "dataset"),
  evaluation: those((permission) => kindOf(permission) === "evaluation"),
};

function bitOf(permission: Permission): bigint {
  return 1n << BigInt(permissionCatalogue[permission].bit);
}
