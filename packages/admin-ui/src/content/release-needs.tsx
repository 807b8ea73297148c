import { conditionAreas, type ReleasePreview, type RequestPolicy } from "@countersign/core";

/** What a request will need, before one asks: what changes, and what each policy asks of that. */
export function ReleaseNeeds({ preview }: { readonly preview: ReleasePreview }) {
  return (
    <>
      <p>{changeWords(preview.change)}</p>
      {preview.protected ? (
        preview.policies.map((policy) => (
          <p key={policy.policyId}>
            <strong>{policy.name}</strong> ({policy.scope.path}) asks for {needsOf(policy)}.
          </p>
        ))
      ) : (
        <p>No approval policy protects this address; whoever may publish there decides.</p>
      )}
      {preview.triedOut.map((policy) => (
        <p key={policy.policyId}>
          <strong>{policy.name}</strong> is tried out: it would ask for {needsOf(policy)}.
        </p>
      ))}
    </>
  );
}

/** What a policy asks of this change, in the middle of a sentence. */
export function needsOf(policy: RequestPolicy): string {
  const asked = [
    ...policy.requirements.flatMap(({ applies, text, eligibleCount, required }) =>
      applies ? [eligibleCount < required ? `${text} (too few people could as things are)` : text] : [],
    ),
    ...(policy.needsAnyApproval ? ["1 approval by anybody who may review"] : []),
    ...policy.checks.flatMap(({ applies, text }) => (applies ? [text] : [])),
    ...(policy.waiting === null ? [] : [`publishing no earlier than ${policy.waiting.text}`]),
    ...(policy.freezes.until === null ? [] : [`the end of a freeze, at ${policy.freezes.until}`]),
  ];
  const last = asked.pop() ?? "nothing";
  return asked.length === 0 ? last : `${asked.join("; ")}; and ${last}`;
}

/** What differs from what the label serves, in a sentence. */
export function changeWords(change: ReleasePreview["change"]): string {
  if (change.type === "everything") return "The label serves nothing there yet: everything is new.";
  if (change.areas.length === 0) return "It is what the label serves already, as far as policies look.";
  const areas = change.areas.map((area) => conditionAreas[area].words);
  return `Against what the label serves ${areas.join(", ")}; ${change.lines} lines added and removed.`;
}
