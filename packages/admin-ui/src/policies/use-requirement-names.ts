import type { NameOf, PolicyProposalRecord, PolicyRecord } from "@countersign/core";
import { useAsk } from "../client/ask.ts";

/** Names the roles, groups and people that a proposed policy asks for; an id where a name may not be seen. */
export function useRequirementNames(policy: PolicyRecord, proposal: PolicyProposalRecord): NameOf {
  const roles = useAsk(["role", "list"], (client, options) => client.role.list({}, options), { fresh: 60_000 });
  const groups = useAsk(["group", "list", "all"], (client, options) => client.group.list({ limit: 200 }, options));
  const personIds = (proposal.proposed?.requirements ?? []).flatMap((requirement) =>
    requirement.type === "people" ? requirement.principalIds : [],
  );
  const people = useAsk(
    ["member", "names", personIds],
    (client, options) => Promise.all(personIds.map((memberId) => client.member.get({ memberId }, options))),
    { enabled: personIds.length > 0 },
  );
  return (type, id) => {
    const known: readonly { readonly id: string; readonly name: string }[] =
      type === "role"
        ? (roles.data ?? [])
        : type === "group"
          ? (groups.data?.items ?? [])
          : type === "principal"
            ? (people.data ?? [])
            : [policy];
    return known.find((thing) => thing.id === id)?.name ?? id;
  };
}
