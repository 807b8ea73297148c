/** Every kind of release: whether it needs reviews, and what it means. */
export const releaseKinds = {
  approved: {
    needsReviews: true,
    description: "A request put it there after the approvals that every policy asked for.",
  },
  unprotected: {
    needsReviews: false,
    description: "No policy matched the label, so nobody had to approve.",
  },
  rollback: {
    needsReviews: false,
    description: "The label was led back to what an earlier release of the same address served.",
  },
  gradual: {
    needsReviews: true,
    description: "An approved version gets a share of the traffic beside the one served before.",
  },
  "break-glass": {
    needsReviews: false,
    description: "Someone with the right to break the glass released it in an emergency, before any review.",
  },
  adopted: {
    needsReviews: false,
    description: "The label already served it when a policy began to match; nobody has reviewed it.",
  },
  withdrawn: {
    needsReviews: false,
    description: "The label serves nothing any more.",
  },
} as const satisfies Record<string, ReleaseKindTraits>;

/** How a release came to be. */
export type ReleaseKind = keyof typeof releaseKinds;

/** The kinds that the database refuses without a request and enough approvals behind them. */
export type ReviewedReleaseKind = {
  [Kind in ReleaseKind]: (typeof releaseKinds)[Kind]["needsReviews"] extends true ? Kind : never;
}[ReleaseKind];

interface ReleaseKindTraits {
  readonly needsReviews: boolean;
  readonly description: string;
}

/** Whether a text is the name of a kind of release. */
export function isReleaseKind(text: string): text is ReleaseKind {
  return Object.hasOwn(releaseKinds, text);
}
