import type { ResourceKind } from "../access/scope.ts";
import type { Call, Committed, Page, PageInput } from "./call.ts";
import type { PrincipalRef } from "./principal-api.ts";
import type {
  RequestActionState,
  RequestPolicy,
  RequestStateName,
  ReviewRecord,
  TimelineEntry,
} from "./request-api.ts";
import type { ReleaseRecord } from "./resource-api.ts";
import type { ScopeRef } from "./role-api.ts";

/** A change of the tree that protected addresses stand against, as one asks for it. */
export type TreeChangeInput =
  | {
      readonly type: "move";
      /** A resource or a folder. */
      readonly scopeId: string;
      /** A folder of the same workspace, or the workspace. Default: where it is. */
      readonly parentId?: string | undefined;
      /** Default: its name. A folder is moved or renamed, not both at once. */
      readonly name?: string | undefined;
    }
  /** A resource, folder or workspace; by `restore` an archived one. */
  | { readonly type: "archive" | "restore"; readonly scopeId: string }
  | { readonly type: "withdraw"; readonly scopeId: string; readonly label: string };

export interface TreeChangeRecord {
  readonly type: "move" | "archive" | "restore" | "withdraw";
  readonly scope: ScopeRef;
  /** That of a resource. */
  readonly kind: ResourceKind | null;
  /** Its path inside the workspace when the request was opened. */
  readonly from: string;
  /** Of a move, else `null`. */
  readonly parentId: string | null;
  readonly name: string | null;
  /** Of a move: the path that it leads to, with the workspace's name; else `null`. */
  readonly to: string | null;
  /** Of a withdrawal, else `null`. */
  readonly label: string | null;
}

/** A label that a change touches. */
export interface TouchedLabelRecord {
  readonly resourceId: string;
  readonly kind: ResourceKind;
  readonly label: string;
  readonly sequence: number;
  /** What is served there; `null` for whom may not view it. */
  readonly versionId: string | null;
  readonly versionNumber: number | null;
  readonly digest: string | null;
  readonly releaseKind: ReleaseRecord["kind"] | null;
  /** The address that serves it now; `null` where nothing does. */
  readonly before: TouchedAddressRecord | null;
  /** The address that would serve it; `null` where nothing would. */
  readonly after: TouchedAddressRecord | null;
}

export interface TouchedAddressRecord {
  /** With the workspace's name: `production/support/refund`. */
  readonly address: string;
  readonly protected: boolean;
}

export interface TreePreview {
  readonly change: TreeChangeRecord;
  /** Empty where the change needs no request. */
  readonly touched: readonly TouchedLabelRecord[];
  /** How many more labels it touches that one may not see. */
  readonly hidden: number;
  /** Who must approve, at the addresses before and after. */
  readonly policies: readonly {
    readonly policyId: string;
    readonly name: string;
    readonly scope: ScopeRef;
    /** In words: `2 of the role reviewer`. */
    readonly requirements: readonly string[];
    /** As in `TreeRequestPolicy`. */
    readonly addresses: readonly string[];
  }[];
}

/** What a policy asks of a change of the tree, and where. */
export interface TreeRequestPolicy extends RequestPolicy {
  /** Where it asks that, each with its label: `production/support/refund@production`. Those that one may see, ordered. */
  readonly addresses: readonly string[];
}

export interface TreeRequestSummary {
  readonly id: string;
  /** Counts up in the organization, together with release requests. */
  readonly number: number;
  readonly title: string;
  readonly state: RequestStateName;
  readonly change: TreeChangeRecord;
  readonly requester: PrincipalRef;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly approvals: { readonly counted: number; readonly required: number };
  readonly awaitsMe: boolean;
}

export interface TreeRequestRecord extends TreeRequestSummary {
  readonly description: string;
  /** Names the change with everything that it touches; reviews are bound to it. */
  readonly digest: string;
  readonly touched: readonly TouchedLabelRecord[];
  readonly hidden: number;
  readonly policies: readonly TreeRequestPolicy[];
  readonly contributors: readonly { readonly principal: PrincipalRef; readonly reason: string }[];
  readonly reviews: readonly ReviewRecord[];
  readonly timeline: readonly TimelineEntry[];
  readonly blockers: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
  readonly actions: Readonly<Record<TreeRequestAction, RequestActionState>>;
  /** Those that carried it out, as far as one may see them. */
  readonly releases: readonly ReleaseRecord[];
  readonly expiresAt: string;
}

export type TreeRequestAction = "approve" | "request_changes" | "rebase" | "cancel" | "reject" | "publish";

/** Requests for changes of the tree that protected addresses stand against. */
export interface TreeRequestApi {
  /** Those one sees: `<kind>:view` at something that they touch, or one's own. Newest first. */
  list: Call<
    PageInput & {
      readonly filter?: "all" | "awaiting-me" | "mine" | undefined;
      readonly state?: "open" | "ended" | undefined;
    },
    Page<TreeRequestSummary>
  >;
  get: Call<{ readonly requestId: string }, TreeRequestRecord>;
  /** What a change would touch, for whoever could make it but for the protection. */
  preview: Call<{ readonly change: TreeChangeInput }, TreePreview>;
  /** What the direct change asks for, and `<kind>:request` at each address before and after. */
  open: Call<
    {
      readonly change: TreeChangeInput;
      readonly title?: string | undefined;
      readonly description?: string | undefined;
    },
    TreeRequestRecord & Committed
  >;
  /** As `open`, for one that is stale; dismisses its reviews. */
  rebase: Call<{ readonly requestId: string }, TreeRequestRecord & Committed>;
  /** One's own request. */
  cancel: Call<{ readonly requestId: string; readonly reason?: string | undefined }, TreeRequestRecord & Committed>;
  /** `<kind>:review` at one of the addresses. */
  reject: Call<{ readonly requestId: string; readonly reason: string }, TreeRequestRecord & Committed>;
  /** `<kind>:review` at one of the addresses, people only; counts at those where one may review. */
  review: Call<
    {
      readonly requestId: string;
      readonly verdict: "approve" | "request_changes" | "comment";
      readonly digest: string;
      readonly body?: string | undefined;
    },
    TreeRequestRecord & Committed
  >;
  /** `<kind>:publish` at each address. Made on the requester's authority, which is asked again. */
  publish: Call<
    { readonly requestId: string; readonly digest: string; readonly reason?: string | undefined },
    TreeRequestRecord & Committed
  >;
}
