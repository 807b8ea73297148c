import { createRequire } from "node:module";
import type * as CedarWasm from "@cedar-policy/cedar-wasm";
import type { Contender } from "../contender.ts";
import type { World } from "../world.ts";
import { eachBinding } from "./map-of-sets.ts";

// Node has no WebAssembly modules as imports without a flag; the package's build for Node is CommonJS.
const cedarWasm: typeof CedarWasm = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");

/**
 * Cedar with its policies parsed beforehand: one policy a role. The entity of a user names, for each role, the workspaces in
 * which he has it; it is made beforehand too, and alone goes into a question.
 */
export function cedar(world: World): Contender {
  const policies = world.roles.map(({ id, permissions }) => {
    const actions = permissions.map((permission) => `Action::"${permission}"`).join(", ");
    return `permit(principal, action in [${actions}], resource) when { principal has "${id}" && principal["${id}"].contains(resource) };`;
  });
  const parsed = cedarWasm.preparsePolicySet("roles", { staticPolicies: policies.join("\n") });
  if (parsed.type === "failure") throw new Error(parsed.errors.map(({ message }) => message).join("\n"));

  const held = new Map<string, Record<string, CedarWasm.CedarValueJson[]>>();
  eachBinding(world, (userId, workspaceId, roleName) => {
    const own = held.get(userId) ?? {};
    const there = own[roleName] ?? [];
    there.push({ __entity: { type: "Workspace", id: workspaceId } });
    own[roleName] = there;
    held.set(userId, own);
  });
  return {
    name: "@cedar-policy/cedar-wasm",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      for (let index = 0; index < principalIds.length; index += 1) {
        const [principalId, permission, workspaceId] = [principalIds[index], permissions[index], workspaceIds[index]];
        if (principalId === undefined || permission === undefined || workspaceId === undefined) continue;
        const principal = { type: "User", id: principalId };
        const answer = cedarWasm.statefulIsAuthorized({
          principal,
          action: { type: "Action", id: permission },
          resource: { type: "Workspace", id: workspaceId },
          context: {},
          preparsedPolicySetId: "roles",
          entities: [{ uid: principal, attrs: held.get(principalId) ?? {}, parents: [] }],
        });
        if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("\n"));
        answers[index] = answer.response.decision === "allow" ? 1 : 0;
      }
    },
  };
}
