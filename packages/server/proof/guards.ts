/** A guard that a test of a known way around an approval relies on: pieces of source, and what takes the guard away. */
export interface NamedGuard {
  /** The way around that it closes. */
  readonly way: string;
  /** A file of `packages/server`, and the title of the one test in it. */
  readonly test: { readonly file: string; readonly title: string };
  readonly patches: readonly GuardPatch[];
}

export interface GuardPatch {
  /** From the repository's root. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly from: string;
  readonly to: string;
}

const ways = "test/attack/ways-around-approval.test.ts";
const tree = "test/releases/tree-request.test.ts";
/** Under the service stand the database's guards: they go as well, so that nothing but the test finds out. */
function withoutGuards(...names: readonly string[]): GuardPatch {
  const from = "export function sqliteGuard(guard: Guard): string {\n";
  return {
    file: "packages/server/src/db/migrations/guard.ts",
    from,
    to: `${from}  if (${JSON.stringify(names)}.includes(guard.name)) guard = { ...guard, violatedWhen: "1 = 0" };\n`,
  };
}

/** Each is taken away in a copy of the sources, and the test that names it must fail there; see `guard-check.ts`. */
export const guards: readonly NamedGuard[] = [
  {
    way: "edit an included prompt",
    test: { file: ways, title: "I17 an include that is edited later changes no served byte" },
    patches: [
      { file: "packages/server/src/delivery/delivery-store.ts", from: '"v.expanded",', to: '"v.content as expanded",' },
    ],
  },
  {
    way: "rename, move or archive under a protected label",
    test: {
      file: ways,
      title: "I17 the address of a protected label is not renamed, moved, archived or taken from under it",
    },
    patches: [
      {
        file: "packages/server/src/resources/protected-address.ts",
        from: "if (caught.length > 0) refuse(",
        to: "if (caught.length < 0) refuse(",
      },
      withoutGuards("scope_keeps_address"),
    ],
  },
  {
    way: "approve, lose the role, publish",
    test: {
      file: ways,
      title: "I7 I9 an approver who loses the role, is suspended or becomes a contributor is counted no more",
    },
    patches: [
      {
        file: "packages/core/src/release/review.ts",
        from: 'if (!reviewers.mayReview(principalId)) return "lost-review";',
        to: "",
      },
      {
        file: "packages/core/src/release/review.ts",
        from: "return isEligibleIndependently(reviewers.eligibility(principalId), reviewers.contributors, reviewers.workBeganAt)",
        to: "return isEligibleIndependently !== undefined",
      },
    ],
  },
  {
    way: "become a contributor after approving",
    test: {
      file: ways,
      title: "I7 I9 an approver who loses the role, is suspended or becomes a contributor is counted no more",
    },
    patches: [
      {
        file: "packages/core/src/release/contributors.ts",
        from: 'addAuthors(facts.sameDigest, "saved-digest");',
        to: "",
      },
    ],
  },
  {
    way: "approve one's own work through a second account's key",
    test: { file: ways, title: "I7 nobody approves his own work, by a second hand, a key or a service account" },
    patches: [
      {
        file: "packages/core/src/release/contributors.ts",
        from: 'for (const person of people?.keyMakers ?? []) add(person, { type: "key-maker", serviceAccountId: principalId });',
        to: "",
      },
    ],
  },
  {
    way: "tighten the policy after the approval",
    test: {
      file: ways,
      title:
        "I8 I9 a policy that becomes stricter after the approval counts at once, and so does one that begins to match",
    },
    patches: [
      {
        file: "packages/core/src/release/blocker.ts",
        from: 'for (const when of ["atOpening", "now"] as const) {',
        to: 'for (const when of ["atOpening"] as const) {',
      },
      {
        file: "packages/core/src/release/request-machine.ts",
        from: "return quorum.atOpening.satisfied && quorum.now.satisfied",
        to: "return quorum.atOpening.satisfied",
      },
      withoutGuards("release_approvals"),
    ],
  },
  {
    way: "move the label through a key or an import",
    test: { file: ways, title: "I17 a label moves by no key, import key or rollback but to what was approved" },
    patches: [
      {
        file: "packages/core/src/release/direct-release.ts",
        from: "if (policies.length > 0) {",
        to: "if (policies.length < 0) {",
      },
      withoutGuards("release_unprotected"),
    ],
  },
  {
    way: "move the label by a rollback",
    test: { file: ways, title: "I17 a rollback leads to nothing that was served before it was protected" },
    patches: [
      {
        file: "packages/core/src/release/rollback.ts",
        from: 'if (isProtected && release.kind !== "approved") return "not_approved";',
        to: "",
      },
      withoutGuards("release_rollback"),
    ],
  },
  {
    way: "publish to a workspace that one may only view",
    test: {
      file: ways,
      title:
        "I1 I8 a request into a place that one may only view is no request, and one for a renamed folder goes nowhere else",
    },
    patches: [
      {
        file: "packages/server/src/releases/request-router.ts",
        from: 'requires("request", targetArgument)',
        to: 'requires("view", targetArgument)',
      },
      {
        file: "packages/server/src/releases/request-opening.ts",
        from: 'command.require(kindPermission(source.version.kind, "request"), target.scopeId, label.value);',
        to: "void kindPermission;",
      },
    ],
  },
  {
    way: "approve a move, and let it take along what came later",
    test: { file: tree, title: "I8 is bound to what it touches: a label that moves, appears or goes makes it stale" },
    patches: [
      {
        file: "packages/core/src/release/tree-change.ts",
        from: "labels: ordered }",
        to: "labels: ordered.slice(ordered.length) }",
      },
      withoutGuards("release_of_tree_request", "release_withdrawn"),
    ],
  },
  {
    way: "move to where others must approve, with the approval of where it was",
    test: {
      file: tree,
      title: "I9 is decided again as it acts: approvals, the requester's right, and each end for itself",
    },
    patches: [
      {
        file: "packages/server/src/releases/tree-request-facts.ts",
        from: "await add(after, ",
        to: "await add(null, ",
      },
    ],
  },
  {
    way: "move in a request what one could not move oneself any more",
    test: {
      file: tree,
      title: "I9 is decided again as it acts: approvals, the requester's right, and each end for itself",
    },
    patches: [
      {
        file: "packages/server/src/releases/tree-publication.ts",
        from: "await command.onAuthorityOf(requester, (part) => carryOut(part, change, { requestId: request.id }));",
        to: "const owner = [...command.state.bindings.values()].find(({ roleId }) => roleId === 'organization.owner');\n  await command.onAuthorityOf({ id: owner?.holder.id ?? '', type: 'user' }, (part) => carryOut(part, change, { requestId: request.id }));",
      },
    ],
  },
  {
    way: "take a path that was served under a policy",
    test: {
      file: tree,
      title: "I17 brings back what nobody approved, withdraws a label, and gives a path to another by review alone",
    },
    patches: [
      {
        file: "packages/server/src/releases/target-address.ts",
        from: "former.has(policy.id) && ",
        to: "former.has(policy.id) && policy.id === '' && ",
      },
      withoutGuards("release_takes_address"),
    ],
  },
];
