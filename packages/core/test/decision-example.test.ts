import { expect, test } from "vitest";
import { authorize, type Decision, forbidden, parseAccessState, type SerializedAccessState } from "../src/index.ts";

// The README of this package shows these lines.
test("a decision says what is missing, in a sentence", () => {
  const serialized: SerializedAccessState = {
    organizationId: "org",
    revision: 7,
    principals: [{ id: "erin", type: "user", active: true, localSignIn: true, homeScopeId: null, responsibleIds: [] }],
    groups: [],
    roles: [],
    bindings: [
      {
        id: "b1",
        holder: { type: "principal", id: "erin" },
        roleId: "workspace.requester",
        scopeId: "production",
        notBefore: null,
        expiresAt: null,
      },
    ],
    restrictions: [],
    scopes: [
      { id: "org", type: "organization", parentId: null, kind: null, name: "Northwind", archived: false },
      { id: "production", type: "workspace", parentId: "org", kind: null, name: "production", archived: false },
    ],
    keys: [],
  };

  const state = parseAccessState(serialized);
  const decision: Decision = authorize(state, {
    principalId: "erin",
    permission: "prompt:publish",
    scopeId: "production",
    at: "2026-11-23T12:00:00.000Z",
  });
  const answer = decision.allowed ? "Go ahead." : forbidden(decision).message;

  expect(answer).toBe("This needs the permission prompt:publish. You do not have it here.");
  expect(authorize(state, { ...asked, permission: "prompt:request" })).toMatchObject({
    allowed: true,
    grants: [{ bindingId: "b1" }],
  });
});

const asked = { principalId: "erin", scopeId: "production", at: "2026-11-23T12:00:00.000Z" } as const;
