import type { ResourceKind } from "../access/scope.ts";
import type { JsonValue } from "../content/canonical-json.ts";
import type { VariableDeclaration } from "../content/variable-declaration.ts";
import type { SignedText } from "../signature/detached-jws.ts";
import type { Call, Committed, Page, PageInput } from "./call.ts";
import type { RowComparison, RowComparisonInput, RowPage, RowPageInput } from "./dataset-api.ts";
import type { PrincipalRef } from "./principal-api.ts";

export interface WorkspaceRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly archivedAt: string | null;
  readonly createdAt: string;
}

export interface WorkspaceApi {
  /** Those in which one may see anything; archived ones with `includeArchived` and `workspace:create`. */
  list: Call<{ readonly includeArchived?: boolean | undefined }, readonly WorkspaceRecord[]>;
  get: Call<{ readonly workspaceId: string }, WorkspaceRecord>;
  /** `workspace:create`. Names match `[a-z0-9][a-z0-9._-]{0,62}` and are unique in the organization. */
  create: Call<{ readonly name: string; readonly description?: string | undefined }, WorkspaceRecord & Committed>;
  /** `workspace:update`. Refused with `policy_unsatisfied` for a new name while a protected label is served from it. */
  update: Call<
    {
      readonly workspaceId: string;
      readonly name?: string | undefined;
      readonly description?: string | undefined;
    },
    WorkspaceRecord & Committed
  >;
  /** `workspace:delete`. Refused while a protected label is served from it. */
  archive: Call<{ readonly workspaceId: string }, WorkspaceRecord & Committed>;
  /** `workspace:create`; what anybody regains lies within what the actor may grant. */
  restore: Call<{ readonly workspaceId: string }, WorkspaceRecord & Committed>;
}

export interface FolderRecord {
  readonly id: string;
  readonly workspaceId: string;
  /** `null` directly below the workspace. */
  readonly parentId: string | null;
  readonly name: string;
  /** Path inside the workspace, for example `support/tone`. */
  readonly path: string;
  readonly archivedAt: string | null;
}

export interface FolderApi {
  /** Every folder of the workspace in which one may see anything. */
  list: Call<
    {
      readonly workspaceId: string;
      readonly includeArchived?: boolean | undefined;
    },
    readonly FolderRecord[]
  >;
  /** `folder:manage` at the parent. Twice is a conflict. */
  create: Call<
    {
      readonly workspaceId: string;
      readonly parentId?: string | null | undefined;
      readonly name: string;
    },
    FolderRecord & Committed
  >;
  /** `folder:manage`. Renaming or moving what a protected label serves is refused. */
  rename: Call<{ readonly folderId: string; readonly name: string }, FolderRecord & Committed>;
  /** `folder:manage` at the folder and at its new parent; stays in its workspace. */
  move: Call<{ readonly folderId: string; readonly parentId: string | null }, FolderRecord & Committed>;
  /** `folder:manage`. Refused while a protected label is served from below. */
  archive: Call<{ readonly folderId: string }, FolderRecord & Committed>;
  /** `folder:manage` at the parent; what anybody regains lies within what the actor may grant. */
  restore: Call<{ readonly folderId: string }, FolderRecord & Committed>;
}

export interface LabelRecord {
  readonly name: string;
  readonly protected: boolean;
  /** Empty, as is the digest, when it was withdrawn. */
  readonly versionId: string;
  /** Number of the version served; `null` when it was withdrawn. */
  readonly versionNumber: number | null;
  readonly digest: string;
  readonly sequence: number;
  readonly releaseId: string;
  readonly releaseKind: ReleaseKind;
  readonly releasedAt: string;
  readonly releasedBy: PrincipalRef;
}

export type ReleaseKind = "approved" | "unprotected" | "rollback" | "gradual" | "break-glass" | "adopted" | "withdrawn";

export interface ResourceRecord {
  readonly id: string;
  readonly kind: ResourceKind;
  readonly workspaceId: string;
  readonly folderId: string | null;
  readonly name: string;
  /** Path inside the workspace, the resource's name last. */
  readonly path: string;
  readonly description: string;
  readonly archivedAt: string | null;
  readonly createdAt: string;
  /** What each label serves. */
  readonly labels: readonly LabelRecord[];
  /** Drafts; `null` with `use` alone. */
  readonly drafts: {
    readonly latestVersion: number;
    readonly latestVersionId: string | null;
    readonly changedAt: string;
    readonly changedBy: PrincipalRef;
    readonly openRequestIds: readonly string[];
  } | null;
}

export interface ResourceApi {
  /** Those that one sees by `use` or `view`, in path order. */
  list: Call<
    PageInput & {
      readonly workspaceId: string;
      readonly kind?: ResourceKind | undefined;
      /** Only paths that begin so. */
      readonly prefix?: string | undefined;
      readonly includeArchived?: boolean | undefined;
    },
    Page<ResourceRecord>
  >;
  get: Call<{ readonly resourceId: string }, ResourceRecord>;
  /** By address. */
  find: Call<{ readonly workspace: string; readonly path: string }, ResourceRecord>;
  /** `<kind>:create` at the folder. Without versions yet. */
  create: Call<
    {
      readonly kind: ResourceKind;
      readonly workspaceId: string;
      readonly folderId?: string | null | undefined;
      readonly name: string;
      readonly description?: string | undefined;
    },
    ResourceRecord & Committed
  >;
  /** `<kind>:edit`. */
  update: Call<{ readonly resourceId: string; readonly description: string }, ResourceRecord & Committed>;
  /** `<kind>:edit` and `<kind>:delete` here, `<kind>:create` at the destination. Refused when a protected label serves it. */
  move: Call<
    {
      readonly resourceId: string;
      readonly folderId: string | null;
      readonly name?: string | undefined;
    },
    ResourceRecord & Committed
  >;
  /** `<kind>:delete`. Refused while a protected label serves it. */
  archive: Call<{ readonly resourceId: string }, ResourceRecord & Committed>;
  /** `<kind>:create` at the folder. */
  restore: Call<{ readonly resourceId: string }, ResourceRecord & Committed>;
}

export interface VersionSummary {
  readonly id: string;
  readonly resourceId: string;
  readonly number: number;
  readonly digest: string;
  readonly message: string;
  readonly author: PrincipalRef;
  /** Whom the saver named as author; adds a contributor, replaces none. */
  readonly claimedAuthor: string | null;
  readonly createdAt: string;
  /** Labels that serve it now. */
  readonly labels: readonly string[];
  readonly provenance: VersionProvenance;
}

export type VersionProvenance =
  | { readonly type: "saved"; readonly basedOnVersionId: string | null }
  | {
      readonly type: "published";
      readonly requestId: string;
      readonly sourceVersionId: string;
    }
  | { readonly type: "imported"; readonly importKey: string };

export interface ClosureRecord {
  /** As it is written in the content, for example `support/tone@production`. */
  readonly reference: string;
  readonly path: string;
  readonly resourceId: string;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly digest: string;
  readonly depth: number;
}

export interface VersionRecord extends VersionSummary {
  /** As it was written, includes unresolved. */
  readonly content: JsonValue;
  /** With every include resolved: what is served and what the digest covers. */
  readonly expanded: JsonValue;
  readonly closure: readonly ClosureRecord[];
}

export interface ContentProblemRecord {
  /** JSON pointer into the content. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface VersionApi {
  /** `<kind>:edit`. `basedOn` is the version one started from; a newer one is a `conflict` unless `force`. */
  create: Call<
    {
      readonly resourceId: string;
      readonly content: JsonValue;
      readonly message?: string | undefined;
      readonly basedOnVersionId?: string | null | undefined;
      /** Names the version to an importer: the same key on the same resource is the same version, returned again. */
      readonly importKey?: string | undefined;
      readonly claimedAuthor?: string | undefined;
      readonly force?: boolean | undefined;
    },
    VersionRecord &
      Committed & {
        /** False when the import key was there already. */ readonly created: boolean;
      }
  >;
  /** `<kind>:view`. Newest first. */
  list: Call<PageInput & { readonly resourceId: string }, Page<VersionSummary>>;
  /** `<kind>:view`. */
  get: Call<{ readonly versionId: string }, VersionRecord>;
  /** `<kind>:view` of both; `beforeId` null compares with nothing. */
  compare: Call<{ readonly beforeId: string | null; readonly afterId: string }, Comparison>;
  /** `dataset:view`. Rows of a version of a dataset. */
  rows: Call<RowPageInput & { readonly versionId: string }, RowPage>;
  /** `dataset:view` of both; `beforeId` null compares with nothing. */
  compareRows: Call<RowComparisonInput & { readonly beforeId: string | null; readonly afterId: string }, RowComparison>;
  /** `<kind>:edit`. What saving this content would say, without saving. */
  check: Call<
    { readonly resourceId: string; readonly content: JsonValue },
    {
      readonly problems: readonly ContentProblemRecord[];
      readonly expanded: JsonValue | null;
      readonly digest: string | null;
      readonly closure: readonly ClosureRecord[];
    }
  >;
}

export interface Comparison {
  readonly before: ComparedContent | null;
  readonly after: ComparedContent;
  readonly changes: readonly ContentChangeRecord[];
}

export interface ComparedContent {
  readonly versionId: string | null;
  readonly versionNumber: number | null;
  readonly digest: string;
  readonly content: JsonValue;
  readonly expanded: JsonValue;
  readonly closure: readonly ClosureRecord[];
}

export interface ContentChangeRecord {
  /** For example `system-message`, `model`, `variables-added`, `include`. */
  readonly area: string;
  readonly path: string;
  readonly before: JsonValue | null;
  readonly after: JsonValue | null;
}

export interface ReleaseRecord {
  readonly id: string;
  readonly resourceId: string;
  readonly workspaceId: string;
  /** Workspace name and path. */
  readonly address: string;
  readonly label: string;
  readonly sequence: number;
  readonly kind: ReleaseKind;
  readonly versionId: string | null;
  readonly versionNumber: number | null;
  readonly digest: string | null;
  readonly requestId: string | null;
  readonly approvals: readonly PrincipalRef[];
  readonly releasedBy: PrincipalRef;
  readonly reason: string;
  readonly at: string;
  /** It is what the label serves now. */
  readonly current: boolean;
  /** A rollback may lead here without new reviews. */
  readonly rollbackTarget: boolean;
  /**
   * False for whoever has `<kind>:use` alone: request, approvals, reason, signature and emergency are left out then, and
   * that they are empty says nothing.
   */
  readonly historyShown: boolean;
  /** Its signed statement, with the key that signed it; `null` where history is not shown, and for one made before releases were signed. */
  readonly signed: (SignedText & { readonly keyId: string }) | null;
  /** Of a `break-glass` release: the review that it owes. */
  readonly emergency: {
    readonly id: string;
    readonly dueAt: string;
    readonly settledAt: string | null;
    readonly overdue: boolean;
  } | null;
}

export interface ReleaseApi {
  /** `<kind>:use` or `<kind>:view`; newest first. Without `resourceId` those of everything one sees. */
  list: Call<
    PageInput & {
      readonly resourceId?: string | undefined;
      readonly label?: string | undefined;
      readonly workspaceId?: string | undefined;
    },
    Page<ReleaseRecord>
  >;
  /** `<kind>:publish`. Lets an unprotected label serve a version; a protected one answers `policy_unsatisfied`. */
  create: Call<
    {
      readonly resourceId: string;
      readonly label: string;
      readonly versionId: string;
      readonly reason?: string | undefined;
      /** What the label's sequence was when this was decided, 0 for a new label: moved meanwhile is a `conflict`. */
      readonly expectedSequence?: number | undefined;
    },
    ReleaseRecord & Committed
  >;
  /** `<kind>:publish`. Leads a label back to what an earlier release of the same address served; a protected one only to an approved one. */
  rollback: Call<
    {
      readonly resourceId: string;
      readonly label: string;
      readonly toReleaseId: string;
      readonly reason: string;
      readonly expectedSequence?: number | undefined;
    },
    ReleaseRecord & Committed
  >;
}

/** What an application gets: exactly what a label serves. */
export interface ServedResource {
  readonly workspace: string;
  readonly path: string;
  readonly kind: ResourceKind;
  readonly label: string;
  readonly version: number;
  readonly digest: string;
  readonly sequence: number;
  /** True when a release that nobody reviewed put it there. */
  readonly unreviewed: boolean;
  /** Includes resolved. */
  readonly content: JsonValue;
  readonly releasedAt: string;
  /** The signed statement of the release; `null` for one that was made before releases were signed. */
  readonly release: SignedText | null;
}

export interface DeliveryApi {
  /** `<kind>:use`. The same answer as `GET v1/<kind>s/<workspace>/<path>?label=`, which applications use. */
  get: Call<
    {
      readonly workspace: string;
      readonly path: string;
      readonly label: string;
    },
    ServedResource
  >;
  /**
   * `dataset:use`. Rows of the dataset that the label serves. With `digest`, of the page before, a label that serves
   * something else by now is `stale`: all pages are of one content.
   */
  rows: Call<
    RowPageInput & {
      readonly workspace: string;
      readonly path: string;
      readonly label: string;
      readonly digest?: string | undefined;
    },
    ServedRows
  >;
  /** Which prompts one is served under which labels, with their variables, in the order of their names. */
  catalogue: Call<PageInput & { readonly workspace?: string | undefined }, Page<CatalogueEntry>>;
}

/** What a label of a prompt serves, as far as filling it in goes. */
export interface CatalogueEntry {
  readonly workspace: string;
  readonly path: string;
  readonly label: string;
  readonly version: number;
  readonly digest: string;
  /** With those of what it includes. */
  readonly variables: readonly VariableDeclaration[];
}

/** Rows that a label serves, and what they are of. */
export interface ServedRows extends Omit<ServedResource, "content">, RowPage {}

export interface SearchHit {
  readonly type: "workspace" | "folder" | "resource" | "request" | "member" | "group" | "role" | "service-account";
  readonly id: string;
  readonly title: string;
  /** Where it is, or the text in which it was found. */
  readonly detail: string;
  readonly workspaceId: string | null;
  readonly kind: ResourceKind | null;
}

export interface SearchApi {
  /** Any principal: names, people and the text that one may view; decided before counted. At most 50. */
  query: Call<{ readonly text: string }, { readonly hits: readonly SearchHit[]; readonly more: boolean }>;
}
