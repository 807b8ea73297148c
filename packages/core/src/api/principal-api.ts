import type { Permission } from "../access/permission-catalogue.ts";
import type { Call, Committed, NoInput, Page, PageInput } from "./call.ts";
import type { BindingRecord } from "./role-api.ts";

/** Who did something, as it is shown beside the thing. */
export interface PrincipalRef {
  readonly type: "user" | "service-account";
  readonly id: string;
  readonly name: string;
}

/** The signed-in principal. */
export interface Me {
  readonly principal: PrincipalRef;
  /** The address a person signs in with; `null` for a service account. */
  readonly email: string | null;
  readonly organization: OrganizationRecord;
  /** Every organization this person belongs to. */
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
  }[];
  /** The key that authenticated the call; `null` for a session. */
  readonly keyId: string | null;
  readonly groupIds: readonly string[];
}

/** What anybody may know of a server before signing in. */
export interface ServerStatus {
  readonly version: string;
  /** No organization yet: the setup token makes the first. */
  readonly needsSetup: boolean;
  /** The demo's people, present on a demo server alone. */
  readonly demo: DemoStatus | null;
}

export interface DemoStatus {
  readonly people: readonly DemoPerson[];
}

export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  /** What the person is there for, for example "prompt engineer". */
  readonly part: string;
  readonly password: string;
}

export interface SessionApi {
  /** Public. */
  status: Call<NoInput, ServerStatus>;
  /** Public. Makes the first organization and its owner out of the setup token that the server printed. Signs in. */
  setUp: Call<
    {
      readonly token: string;
      readonly organizationName: string;
      readonly name: string;
      readonly email: string;
      readonly password: string;
    },
    Me
  >;
  /** Public. Sets the session cookie. */
  signIn: Call<{ readonly email: string; readonly password: string }, Me>;
  signOut: Call<NoInput, { readonly signedOut: true }>;
  /** Any authenticated principal. */
  me: Call<NoInput, Me>;
  changePassword: Call<{ readonly currentPassword: string; readonly newPassword: string }, Committed>;
}

export interface OrganizationRecord {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly createdAt: string;
}

export interface OrganizationApi {
  /** Any principal of the organization. */
  get: Call<NoInput, OrganizationRecord>;
  /** `organization:update`. */
  update: Call<{ readonly name: string }, OrganizationRecord & Committed>;
}

/** A person in the organization. */
export interface MemberRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: "active" | "suspended";
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** Direct bindings, those that ended included. Empty without `access:view`, unless it is oneself. */
  readonly bindings: readonly BindingRecord[];
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
}

export interface InvitationRecord {
  readonly id: string;
  readonly email: string;
  readonly state: "open" | "accepted" | "revoked" | "expired";
  readonly bindings: readonly {
    readonly roleId: string;
    readonly scopeId: string;
    readonly expiresAt: string | null;
  }[];
  readonly groupIds: readonly string[];
  readonly invitedBy: PrincipalRef;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface MemberApi {
  /** `member:view`. `search` matches name and address. */
  list: Call<PageInput & { readonly search?: string | undefined }, Page<MemberRecord>>;
  /** `member:view`, or oneself. */
  get: Call<{ readonly memberId: string }, MemberRecord>;
  /** `member:manage`, and everything the person may lies within what the actor may grant. Sessions and keys stop at once. */
  suspend: Call<{ readonly memberId: string; readonly reason: string }, MemberRecord & Committed>;
  /** `member:manage`; what the person regains lies within what the actor may grant. */
  reactivate: Call<{ readonly memberId: string }, MemberRecord & Committed>;
  /** `member:manage`. Bindings, memberships and keys go; the id and the history stay. */
  remove: Call<{ readonly memberId: string; readonly reason: string }, Committed>;
  /** `member:manage`. A link, shown once, with which the person sets a new password. */
  resetCredential: Call<
    { readonly memberId: string },
    Committed & { readonly token: string; readonly expiresAt: string }
  >;
}

export interface InvitationApi {
  /** `member:invite`. */
  list: Call<PageInput, Page<InvitationRecord>>;
  /** `member:invite`; what the invitation gives lies within what the actor may grant, now and when it is accepted. */
  create: Call<
    {
      readonly email: string;
      readonly bindings: readonly {
        readonly roleId: string;
        readonly scopeId: string;
        readonly expiresAt?: string | null | undefined;
      }[];
      readonly groupIds: readonly string[];
    },
    InvitationRecord &
      Committed & {
        /** Shown once; the link is `#/invitation/<token>` below the console's base. */ readonly token: string;
      }
  >;
  /** `member:invite`. */
  revoke: Call<{ readonly invitationId: string }, InvitationRecord & Committed>;
  /** Public: the token is the right. */
  preview: Call<
    { readonly token: string },
    {
      readonly purpose: "invitation" | "credential";
      readonly organizationName: string;
      readonly email: string;
      readonly hasAccount: boolean;
    }
  >;
  /** Public: the token is the right. Makes or repairs the credential, joins, and signs in. */
  accept: Call<
    {
      readonly token: string;
      readonly name?: string | undefined;
      readonly password: string;
    },
    Me
  >;
}

export interface GroupRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly members: readonly PrincipalRef[];
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** Empty without `access:view`. */
  readonly bindings: readonly BindingRecord[];
  /** What provisions it, for example the name of a manifest; `null` when people do. */
  readonly managedBy: string | null;
  readonly createdAt: string;
}

export interface GroupApi {
  /** `member:view`. */
  list: Call<PageInput & { readonly search?: string | undefined }, Page<GroupRecord>>;
  /** `member:view`. */
  get: Call<{ readonly groupId: string }, GroupRecord>;
  /** `group:manage`. Names are unique in the organization. */
  create: Call<
    {
      readonly name: string;
      readonly description?: string | undefined;
      readonly managedBy?: string | undefined;
    },
    GroupRecord & Committed
  >;
  /** `group:manage`. */
  update: Call<
    {
      readonly groupId: string;
      readonly name?: string | undefined;
      readonly description?: string | undefined;
    },
    GroupRecord & Committed
  >;
  /** `group:manage`. */
  delete: Call<{ readonly groupId: string }, Committed>;
  /** `group:manage`; what the member gains lies within what the actor may grant. Twice is once. */
  addMember: Call<{ readonly groupId: string; readonly member: GroupMember }, GroupRecord & Committed>;
  /** `group:manage`. Twice is once. */
  removeMember: Call<{ readonly groupId: string; readonly member: GroupMember }, GroupRecord & Committed>;
}

/** A person of a group, or a group within it. */
export interface GroupMember {
  readonly type: "principal" | "group";
  readonly id: string;
}

export interface ServiceAccountRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly state: "active" | "suspended";
  /** The scope it belongs to: the organization or a workspace. */
  readonly homeScopeId: string;
  /** At least one active person. */
  readonly responsible: readonly PrincipalRef[];
  /** Empty without `access:view`. */
  readonly bindings: readonly BindingRecord[];
  readonly keyCount: number;
  readonly managedBy: string | null;
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
}

export interface ServiceAccountApi {
  /** `service-account:manage` at the home scope; only those one may manage are listed. */
  list: Call<PageInput, Page<ServiceAccountRecord>>;
  /** `service-account:manage`. */
  get: Call<{ readonly serviceAccountId: string }, ServiceAccountRecord>;
  /** `service-account:manage` at the home scope. `responsibleIds` defaults to the actor. */
  create: Call<
    {
      readonly name: string;
      readonly description?: string | undefined;
      readonly homeScopeId: string;
      readonly responsibleIds?: readonly string[] | undefined;
      readonly managedBy?: string | undefined;
    },
    ServiceAccountRecord & Committed
  >;
  /** `service-account:manage`. */
  update: Call<
    {
      readonly serviceAccountId: string;
      readonly name?: string | undefined;
      readonly description?: string | undefined;
      readonly responsibleIds?: readonly string[] | undefined;
    },
    ServiceAccountRecord & Committed
  >;
  /** `service-account:manage`. */
  suspend: Call<{ readonly serviceAccountId: string; readonly reason: string }, ServiceAccountRecord & Committed>;
  /** `service-account:manage`; what it regains lies within what the actor may grant. */
  reactivate: Call<{ readonly serviceAccountId: string }, ServiceAccountRecord & Committed>;
  /** `service-account:manage`. Bindings and keys go; the id and the history stay. */
  delete: Call<{ readonly serviceAccountId: string }, Committed>;
}

export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  /** The first characters of the key, enough to recognise it. */
  readonly prefix: string;
  readonly principal: PrincipalRef;
  /** All that the key can do at most; its principal's permissions bound it further. */
  readonly permissions: readonly Permission[];
  /** It counts at these scopes and below. */
  readonly scopeIds: readonly string[];
  /** Label patterns it may fetch; `null` for all. */
  readonly labels: readonly string[] | null;
  readonly state: "active" | "expired" | "revoked";
  readonly createdBy: PrincipalRef;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface KeyApi {
  /** One's own keys, those one made, those of service accounts where one has `key:manage`, and with `member:manage` those of people. */
  list: Call<
    PageInput & {
      readonly principalId?: string | undefined;
      readonly includeEnded?: boolean | undefined;
    },
    Page<KeyRecord>
  >;
  /**
   * For oneself: any person who is signed in. For a service account: `key:manage` at its home scope, and the maker must
   * hold all that the key can do. Through a key: `key:manage` too, and nothing beyond that key.
   */
  create: Call<
    {
      readonly name: string;
      /** Default: oneself. */
      readonly principalId?: string | undefined;
      /** Default: all that the principal and the maker both may do at the key's scopes. */
      readonly permissions?: readonly Permission[] | undefined;
      /** Default: the home scope of a service account, the organization for a person. */
      readonly scopeIds?: readonly string[] | undefined;
      readonly labels?: readonly string[] | null | undefined;
      /** Default: 90 days from now for people, a year for service accounts; `null` never. */
      readonly expiresAt?: string | null | undefined;
    },
    KeyRecord & Committed & { /** Shown once. */ readonly secret: string }
  >;
  /** One's own, one that one made, `key:manage` at the home scope, or `member:manage` for a person's whose access one may grant. */
  revoke: Call<{ readonly keyId: string }, KeyRecord & Committed>;
}
