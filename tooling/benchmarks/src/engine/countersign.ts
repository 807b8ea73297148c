import { type CompiledPolicy, momentOf } from "@countersign/core";
import type { Contender } from "./contender.ts";
import { now } from "./policy-rows.ts";

const at = momentOf(now);

/** The compiled policy, asked with strings. */
export function countersign(policy: CompiledPolicy): Contender {
  return {
    name: "Countersign",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      for (let index = 0; index < principalIds.length; index += 1) {
        const [principalId, permission, workspaceId] = [principalIds[index], permissions[index], workspaceIds[index]];
        if (principalId === undefined || permission === undefined || workspaceId === undefined) continue;
        answers[index] = policy.check(principalId, permission, workspaceId, at).allowed ? 1 : 0;
      }
    },
  };
}

/** The compiled policy, asked as within requests: the principal is looked up once for all questions of his in a row. */
export function countersignPerRequest(policy: CompiledPolicy): Contender {
  return {
    name: "Countersign, principal kept over a request",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      let of = "";
      let asker = policy.asker({ principalId: of });
      for (let index = 0; index < principalIds.length; index += 1) {
        const [principalId, permission, workspaceId] = [principalIds[index], permissions[index], workspaceIds[index]];
        if (principalId === undefined || permission === undefined || workspaceId === undefined) continue;
        if (principalId !== of) {
          asker = policy.asker({ principalId });
          of = principalId;
        }
        answers[index] = asker.check(permission, workspaceId, at).allowed ? 1 : 0;
      }
    },
  };
}
