import type { ResourceKind } from "../access/scope.ts";
import type { Seal } from "../audit/export-verification.ts";
import type { JsonValue } from "../content/canonical-json.ts";
import type { PolicyMode } from "../policy/approval-policy.ts";
import type { ChangeConditions, ConditionArea } from "../policy/change-condition.ts";
import type { CheckState, NamedCheck } from "../policy/named-check.ts";
import type { PolicyTerms } from "../policy/policy-terms.ts";
import type { CommentAnchor } from "../release/comment-anchor.ts";
import type { Call, Committed, NoInput, Page, PageInput } from "./call.ts";
import type { RowComparison, RowComparisonInput, RowPage, RowPageInput } from "./dataset-api.ts";
import type { NotificationRecord } from "./emergency-api.ts";
import type { PrincipalRef } from "./principal-api.ts";
import type { Comparison, ReleaseRecord, ResourceRecord } from "./resource-api.ts";
import type { ScopeRef } from "./role-api.ts";

export type RequestStateName =
  | "open"
  | "changes_requested"
  | "approved"
  | "stale"
  | "published"
  | "rejected"
  | "cancelled"
  | "expired";

export interface RequestSummary {
  readonly id: string;
  /** Counts up in the organization: `#12`. */
  readonly number: number;
  readonly title: string;
  readonly state: RequestStateName;
  readonly kind: ResourceKind;
  readonly target: RequestTarget;
  readonly requester: PrincipalRef;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Approvals that count now, and how many are asked for at least. */
  readonly approvals: { readonly counted: number; readonly required: number };
  /** The signed-in person could review it now and has not. */
  readonly awaitsMe: boolean;
}

export interface RequestTarget {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly path: string;
  readonly label: string;
  /** `null` while the resource does not exist in the target. */
  readonly resourceId: string | null;
}

export interface RequestRecord extends RequestSummary {
  readonly description: string;
  readonly source: {
    /** `null` when the viewer may not view the source. */
    readonly versionId: string | null;
    readonly versionNumber: number | null;
    readonly address: string | null;
  };
  readonly digest: string;
  /** What the label serves now against what it would serve. */
  readonly comparison: Comparison;
  readonly baseSequence: number;
  readonly currentSequence: number;
  readonly policies: readonly RequestPolicy[];
  /** Policies that are only tried out at the address: what they would ask, which holds nothing up. */
  readonly triedOut: readonly RequestPolicy[];
  /** What policies see of the change; `null` where none asks. */
  readonly change: ChangeRecord | null;
  readonly contributors: readonly {
    readonly principal: PrincipalRef;
    readonly reason: string;
  }[];
  readonly reviews: readonly ReviewRecord[];
  readonly comments: readonly CommentRecord[];
  /** Threads on lines that nobody has resolved. */
  readonly openThreads: number;
  readonly timeline: readonly TimelineEntry[];
  /** All that stands between this request and its release; empty when it may be published. */
  readonly blockers: readonly {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
  }[];
  /** What the signed-in principal may do here now, each with the reason when not. */
  readonly actions: Readonly<Record<RequestAction, RequestActionState>>;
  /** Every hour that it was scheduled for, newest first; at most one waits. */
  readonly schedules: readonly ScheduleRecord[];
  readonly release: ReleaseRecord | null;
  readonly expiresAt: string;
}

export type RequestAction =
  | "approve"
  | "request_changes"
  | "comment"
  | "push"
  | "rebase"
  | "cancel"
  | "dismiss"
  | "break_glass"
  | "schedule"
  | "unschedule"
  | "reject"
  | "publish";
export type RequestActionState = { readonly allowed: true } | { readonly allowed: false; readonly why: string };

export interface RequestPolicy {
  readonly policyId: string;
  readonly name: string;
  readonly scope: ScopeRef;
  /** Versions of the policy at opening and now. */
  readonly versionAtOpening: number | null;
  readonly versionNow: number | null;
  readonly requirements: readonly {
    /** In words: `2 of role reviewer, if the model changed`. */
    readonly text: string;
    /** Its conditions are true of the change; where they are not, it asks for nobody. */
    readonly applies: boolean;
    /** The pattern of paths that asks for it; `null` where the policy asks it of every path. */
    readonly ownerOf: string | null;
    readonly required: number;
    readonly metBy: readonly PrincipalRef[];
    /** Who else could; `null` without `access:view`. */
    readonly eligible: readonly PrincipalRef[] | null;
    /** How many else could. */
    readonly eligibleCount: number;
  }[];
  readonly checks: readonly RequestCheck[];
  /** No requirement applies to the change, so one approval is asked for, by anybody whose approval counts. */
  readonly needsAnyApproval: boolean;
  /** An approval of so many days counts no more; `null` for no limit. */
  readonly reviewDays: number | null;
  /** In words, and until when it lasts: `null` where it is over, or has not begun. `null` for no waiting time. */
  readonly waiting: { readonly text: string; readonly until: string | null } | null;
  /** In words; with the end of the freeze that holds now, `null` where none does. */
  readonly freezes: { readonly texts: readonly string[]; readonly until: string | null };
}

/** A named check as it stands for the digest of a request. */
export interface RequestCheck {
  readonly name: string;
  /** In words: `the check eval:regression by "CI"`. */
  readonly text: string;
  readonly serviceAccount: PrincipalRef;
  readonly applies: boolean;
  readonly state: CheckState;
  readonly reportedAt: string | null;
  /** Until when the report counts; `null` without an end. */
  readonly expiresAt: string | null;
}

/** What is different between what a label serves and what is proposed. */
export type ChangeRecord =
  /** It serves nothing yet. */
  | { readonly type: "everything" }
  | {
      readonly type: "difference";
      readonly areas: readonly ConditionArea[];
      readonly lines: number;
      readonly characters: number;
    };

export interface ReviewRecord {
  readonly id: string;
  readonly reviewer: PrincipalRef;
  readonly verdict: "approve" | "request_changes" | "comment";
  readonly digest: string;
  readonly body: string;
  readonly at: string;
  readonly counts: boolean;
  /** Why it does not count; `null` when it does. */
  readonly whyNot: string | null;
  /** Who dismissed it, with the reason; of requests for changes alone. */
  readonly dismissal: { readonly by: PrincipalRef; readonly reason: string; readonly at: string } | null;
}

export interface CommentRecord {
  readonly id: string;
  readonly author: PrincipalRef;
  readonly body: string;
  /** The line that it was written on, which may be one of an earlier push; `null` for the whole, and in an answer. */
  readonly anchor: CommentAnchor | null;
  /** The comment that begins the thread which this one answers; `null` where it answers none. */
  readonly threadId: string | null;
  /** When the thread was resolved; of its first comment alone. */
  readonly resolvedAt: string | null;
  readonly resolvedBy: PrincipalRef | null;
  readonly at: string;
}

/** A publication at an hour, or what became of it. */
export interface ScheduleRecord {
  readonly id: string;
  readonly publishAt: string;
  readonly by: PrincipalRef;
  readonly reason: string;
  readonly at: string;
  readonly state: "waiting" | "published" | "failed" | "cancelled";
  /** Why it did not happen; `null` unless it failed, or the request ended before. */
  readonly failure: string | null;
  readonly endedAt: string | null;
}

export interface TimelineEntry {
  readonly at: string;
  readonly actor: PrincipalRef;
  /** For example `opened`, `pushed`, `approved`, `review-dismissed`, `published`. */
  readonly event: string;
  readonly text: string;
}

/** What a request would need, before it is opened. */
export interface ReleasePreview {
  readonly target: RequestTarget;
  /** Whether any policy protects the address. */
  readonly protected: boolean;
  /** What is different between what the label serves and the version. */
  readonly change: ChangeRecord;
  readonly policies: readonly RequestPolicy[];
  readonly triedOut: readonly RequestPolicy[];
  /** Who could not approve it, having had a hand in it. */
  readonly contributors: readonly { readonly principal: PrincipalRef; readonly reason: string }[];
}

export interface RequestApi {
  /** Those one sees: `<kind>:view` at the target, or one's own. A cursor goes on in the order that it was given out in. */
  list: Call<
    PageInput & {
      readonly filter?: "all" | "awaiting-me" | "mine" | undefined;
      readonly state?: "open" | "ended" | undefined;
      readonly workspaceId?: string | undefined;
      readonly resourceId?: string | undefined;
      readonly label?: string | undefined;
      /** Only those that were opened this many whole days ago or longer, by the server's clock. */
      readonly olderThanDays?: number | undefined;
      /** By when they were opened. Default: newest first. */
      readonly order?: "newest" | "oldest" | undefined;
    },
    Page<RequestSummary>
  >;
  get: Call<{ readonly requestId: string }, RequestRecord>;
  /** `dataset:view` at the target, or one's own. Rows of the dataset that is proposed. */
  rows: Call<RowPageInput & { readonly requestId: string }, RowPage>;
  /** As {@link rows}: how they differ from those that the label serves. */
  compareRows: Call<RowComparisonInput & { readonly requestId: string }, RowComparison>;
  /** As `open`, and opens nothing: what a request from this version to this address will need, now. */
  preview: Call<
    {
      readonly sourceVersionId: string;
      readonly targetWorkspaceId: string;
      readonly targetPath?: string | undefined;
      readonly label: string;
    },
    ReleasePreview
  >;
  /** `<kind>:view` of the source version and `<kind>:request` at the target path. */
  open: Call<
    {
      readonly sourceVersionId: string;
      readonly targetWorkspaceId: string;
      /** Default: the source's own path. */
      readonly targetPath?: string | undefined;
      readonly label: string;
      readonly title?: string | undefined;
      readonly description?: string | undefined;
    },
    RequestRecord & Committed
  >;
  /** As `open`; dismisses the reviews when content or includes changed. */
  push: Call<{ readonly requestId: string; readonly sourceVersionId: string }, RequestRecord & Committed>;
  /** `<kind>:request`; compares with what the label serves now. */
  rebase: Call<{ readonly requestId: string }, RequestRecord & Committed>;
  /** One's own request, with `<kind>:request`. */
  cancel: Call<{ readonly requestId: string; readonly reason?: string | undefined }, RequestRecord & Committed>;
  /** `<kind>:review`: ends it. */
  reject: Call<{ readonly requestId: string; readonly reason: string }, RequestRecord & Committed>;
  /** `<kind>:review`, people only. `digest` is what was looked at. A remark without a verdict is a `comment`. */
  review: Call<
    {
      readonly requestId: string;
      readonly verdict: "approve" | "request_changes" | "comment";
      readonly digest: string;
      readonly body?: string | undefined;
    },
    RequestRecord & Committed
  >;
  /**
   * `policy:manage` at the target, people only, contributors never: lets a request for changes block no more. Whoever asked
   * for them can approve instead.
   */
  dismissReview: Call<
    { readonly requestId: string; readonly reviewId: string; readonly reason: string },
    RequestRecord & Committed
  >;
  /** `<kind>:comment`. On a line of either side of the comparison, in answer to a thread, or on the whole. */
  comment: Call<
    {
      readonly requestId: string;
      readonly body: string;
      readonly anchor?: CommentAnchor | null | undefined;
      /** The first comment of the thread that this answers; it has no line of its own then. */
      readonly threadId?: string | null | undefined;
    },
    RequestRecord & Committed
  >;
  /** `<kind>:comment`. Marks a thread, by its first comment, as resolved or as open again. */
  resolveComment: Call<
    {
      readonly requestId: string;
      readonly commentId: string;
      readonly resolved: boolean;
    },
    RequestRecord & Committed
  >;
  /**
   * `<kind>:view`, and a policy of the request names this service account for this check. `digest` is what was checked; a
   * newer report of the same check for the same digest replaces an older one.
   */
  reportCheck: Call<
    {
      readonly requestId: string;
      /** `eval:regression`. */
      readonly name: string;
      readonly digest: string;
      readonly outcome: "passed" | "failed";
      readonly summary?: string | undefined;
      /** From then on it does not count. Default: as long as the policy says. */
      readonly expiresAt?: string | undefined;
    },
    RequestRecord & Committed
  >;
  /**
   * `<kind>:publish`. Publishes an approved request at an hour, as whoever schedules it and with what he may do then:
   * everything is decided again, and what is not allowed then does not happen, and says why.
   */
  schedule: Call<
    {
      readonly requestId: string;
      readonly digest: string;
      readonly publishAt: string;
      readonly reason?: string | undefined;
    },
    RequestRecord & Committed
  >;
  /** `<kind>:publish`. Takes the scheduled publication back, whoever scheduled it. */
  unschedule: Call<{ readonly requestId: string }, RequestRecord & Committed>;
  /** `<kind>:publish`. Everything is decided again; of two that race one gets a `conflict`. */
  publish: Call<
    {
      readonly requestId: string;
      readonly digest: string;
      readonly reason?: string | undefined;
    },
    RequestRecord & Committed & { readonly release: ReleaseRecord }
  >;
}

export type RequirementRecord = (
  | { readonly type: "role"; readonly roleId: string; readonly count: number }
  | { readonly type: "group"; readonly groupId: string; readonly count: number }
  | {
      readonly type: "people";
      readonly principalIds: readonly string[];
      readonly count: number;
    }
) & {
  /** Where one of these is true of what changed; always where it is left out. */
  readonly when?: ChangeConditions | undefined;
};

export interface PolicyRecord {
  readonly id: string;
  readonly name: string;
  readonly scope: ScopeRef;
  readonly labelPattern: string;
  /** `null` for all kinds. */
  readonly kinds: readonly ResourceKind[] | null;
  readonly version: number;
  /** `evaluate`: it is tried out, holds nothing up and protects nothing. */
  readonly mode: PolicyMode;
  readonly requirements: readonly {
    readonly requirement: RequirementRecord;
    readonly text: string;
    /** How many people could satisfy it. */
    readonly eligibleCount: number;
  }[];
  /** Enough people for all requirements together. */
  readonly satisfiable: boolean;
  /** Who must approve besides for paths like these; of several that match the last counts. */
  readonly owners: readonly {
    readonly pattern: string;
    readonly requirement: RequirementRecord;
    readonly text: string;
    readonly eligibleCount: number;
  }[];
  readonly checks: readonly { readonly check: NamedCheck; readonly text: string }[];
  readonly reviewDays: PolicyTerms["reviewDays"];
  readonly waiting: PolicyTerms["waiting"];
  readonly freezes: PolicyTerms["freezes"];
  /** Owners, checks and times, each in words. */
  readonly termTexts: readonly string[];
  /** A loosening that waits for its decision. */
  readonly proposal: PolicyProposalRecord | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Terms of a policy that is being written; none where they are left out. */
export interface PolicyTermsInput {
  readonly owners?: PolicyTerms["owners"] | undefined;
  readonly checks?: PolicyTerms["checks"] | undefined;
  readonly reviewDays?: PolicyTerms["reviewDays"] | undefined;
  readonly waiting?: PolicyTerms["waiting"] | undefined;
  readonly freezes?: PolicyTerms["freezes"] | undefined;
}

export interface PolicyProposalRecord {
  readonly id: string;
  readonly policyId: string;
  /** What the policy would be; `null` when it would go. */
  readonly proposed: {
    readonly labelPattern: string;
    readonly kinds: readonly ResourceKind[] | null;
    readonly mode: PolicyMode;
    readonly requirements: readonly RequirementRecord[];
    readonly terms: PolicyTerms;
  } | null;
  readonly proposedBy: PrincipalRef;
  readonly proposedAt: string;
  readonly reason: string;
  /** With one human owner only: from when on it can be applied. */
  readonly actsAt: string | null;
  readonly state: "open" | "accepted" | "rejected" | "withdrawn";
  /** Everything that the policy would ask, in words. */
  readonly proposedTexts: readonly string[];
  /** Whose approvals it needs, under the policy as it stands, and who gave them. */
  readonly requirements: readonly {
    readonly text: string;
    readonly required: number;
    readonly metBy: readonly PrincipalRef[];
    /** How many else could. */
    readonly eligibleCount: number;
  }[];
  readonly approvals: readonly {
    readonly by: PrincipalRef;
    readonly at: string;
    readonly counts: boolean;
    /** Why it does not count; `null` when it does. */
    readonly whyNot: string | null;
  }[];
  /** What keeps it from being accepted, beside that an owner decides; empty when nothing does. */
  readonly blockers: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
  /** Whether the signed-in person may approve it, or has and may take that back. */
  readonly approve: RequestActionState;
  readonly approved: boolean;
}

/** A release that a policy would have held up, had it been enforced. */
export interface PolicyTrialRecord {
  readonly policyVersion: number;
  readonly releaseId: string;
  readonly resourceId: string;
  readonly path: string;
  readonly label: string;
  readonly sequence: number;
  readonly at: string;
  /** What would have stood in the way, in words. */
  readonly blockers: readonly string[];
}

export interface PolicyApi {
  /**
   * With `scopeId`: all that count there, inherited ones included, and how many people could satisfy each there. Without:
   * all, and how many could at the policy's own scope, so wherever it counts. Anybody who sees something there.
   */
  list: Call<{ readonly scopeId?: string | undefined }, readonly PolicyRecord[]>;
  get: Call<{ readonly policyId: string }, PolicyRecord>;
  /**
   * The newest releases, 50 at most, that the policy would have held up while it was only tried out; of resources that one
   * sees.
   */
  trials: Call<{ readonly policyId: string }, { readonly items: readonly PolicyTrialRecord[] }>;
  /**
   * `policy:manage` at the scope. Refused where nobody could satisfy it. Labels that it begins to match get an
   * `adopted` release, shown as unreviewed.
   */
  create: Call<
    {
      readonly scopeId: string;
      readonly name: string;
      readonly labelPattern: string;
      readonly kinds?: readonly ResourceKind[] | null | undefined;
      /** Default: `enforce`. */
      readonly mode?: PolicyMode | undefined;
      readonly requirements: readonly RequirementRecord[];
      readonly terms?: PolicyTermsInput | undefined;
    },
    PolicyRecord & Committed
  >;
  /** `policy:manage`. Stricter acts at once; a loosening becomes a proposal, and the record still shows the policy as it stands. */
  update: Call<
    {
      readonly policyId: string;
      readonly labelPattern?: string | undefined;
      readonly kinds?: readonly ResourceKind[] | null | undefined;
      readonly mode?: PolicyMode | undefined;
      readonly requirements?: readonly RequirementRecord[] | undefined;
      /** What is left out stays as it is. */
      readonly terms?: PolicyTermsInput | undefined;
      readonly reason?: string | undefined;
    },
    PolicyRecord & Committed
  >;
  /** `policy:manage`. A loosening, so always a proposal. */
  delete: Call<{ readonly policyId: string; readonly reason: string }, PolicyRecord & Committed>;
  /**
   * `<kind>:review` at the policy's place, signed in and without a key, and no hand in the proposal. Approves a proposed
   * loosening as a release would be approved under the policy, or takes that back.
   */
  approve: Call<{ readonly proposalId: string; readonly approves: boolean }, PolicyRecord & Committed>;
  /**
   * An owner who did not propose it accepts, once the policy as it stands has the approvals that it asks for, or rejects;
   * its proposer may withdraw it.
   */
  decide: Call<
    {
      readonly proposalId: string;
      readonly verdict: "accept" | "reject" | "withdraw";
    },
    Committed & { readonly policy: PolicyRecord | null }
  >;
}

export interface AuditEventRecord {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly revision: number;
  readonly action: string;
  readonly outcome: "done" | "refused";
  /** The refusal's code; `null` when done. */
  readonly code: string | null;
  readonly actor: {
    readonly type: string;
    readonly id: string | null;
    readonly name: string;
    readonly keyId: string | null;
  };
  readonly target: {
    readonly type: string;
    readonly id: string | null;
    readonly name: string;
  };
  readonly scope: ScopeRef | null;
  readonly requestId: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly details: JsonValue;
  /** Free text, where it was not erased. */
  readonly texts: Readonly<Record<string, string>>;
  readonly hash: string;
  readonly prev: string;
}

export interface ChainState {
  readonly intact: boolean;
  readonly events: number;
  readonly head: { readonly seq: number; readonly hash: string } | null;
  /** The first broken row and what is wrong with it; `null` when intact. */
  readonly broken: { readonly seq: number; readonly problem: string } | null;
  /** The newest checkpoint; what lies after it is not sealed yet. `null` where there is none. */
  readonly sealed: Seal | null;
}

export interface AuditFilter {
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: "done" | "refused" | undefined;
  readonly targetId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface AuditApi {
  /** `audit:view`. Newest first. */
  list: Call<PageInput & AuditFilter, Page<AuditEventRecord>>;
  /** `audit:export`. Oldest first, the exact bytes with their hashes, a page at a time; the export itself is an event. */
  export: Call<
    {
      readonly afterSeq?: number | undefined;
      readonly limit?: number | undefined;
    },
    {
      readonly rows: readonly {
        readonly seq: number;
        readonly bytes: string;
        readonly hash: string;
      }[];
      readonly nextSeq: number | null;
    }
  >;
  /** `audit:view`. Recomputes the whole chain. */
  verify: Call<NoInput, ChainState>;
}

export interface Home {
  readonly reviewsDue: readonly RequestSummary[];
  readonly myRequests: readonly (RequestSummary & {
    readonly blockedBy: string | null;
  })[];
  /** What the reader was told of last, of what he may see. */
  readonly notifications: readonly NotificationRecord[];
  readonly latestReleases: readonly ReleaseRecord[];
  readonly endingAccess: readonly {
    readonly bindingId: string;
    readonly roleName: string;
    readonly scope: ScopeRef;
    readonly expiresAt: string;
  }[];
  readonly recentResources: readonly ResourceRecord[];
  /** The next clicks of the demo's story for this person; empty elsewhere. */
  readonly nextSteps: readonly { readonly text: string; readonly to: string }[];
}

export interface HomeApi {
  /** Any principal. */
  get: Call<NoInput, Home>;
}
