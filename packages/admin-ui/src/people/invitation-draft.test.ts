import { describe, expect, it } from "vitest";
import { emptyInvitation, invitationInput, invitationProblem, newGrant } from "./invitation-draft.ts";

const now = new Date("2026-03-10T12:00:00.000Z");

describe("an invitation being written", () => {
  it("needs an address", () => {
    expect(invitationProblem(emptyInvitation, now)).toMatch(/address/);
    expect(invitationProblem({ ...emptyInvitation, email: " mira@agency.example " }, now)).toBeNull();
  });

  it("needs a place for each role, and gives none where nothing was chosen", () => {
    const half = { ...emptyInvitation, email: "a@b", grants: [{ ...newGrant(emptyInvitation), roleId: "r" }] };
    expect(invitationProblem(half, now)).toMatch(/place/);
    expect(invitationInput({ ...emptyInvitation, email: " a@b " }, now)).toEqual({
      email: "a@b",
      bindings: [],
      groupIds: [],
    });
  });

  it("gives each role its own end", () => {
    const grant = {
      ...newGrant(emptyInvitation),
      roleId: "r",
      scopeId: "s",
      expiry: { choice: "7", day: "" } as const,
    };
    expect(grant.key).toBe(1);
    const draft = { email: "a@b", grants: [grant], groupIds: ["g"] };
    expect(invitationInput(draft, now)).toEqual({
      email: "a@b",
      bindings: [{ roleId: "r", scopeId: "s", expiresAt: "2026-03-17T12:00:00.000Z" }],
      groupIds: ["g"],
    });
    const undated = { ...grant, expiry: { choice: "date", day: "" } as const };
    expect(invitationProblem({ ...draft, grants: [undated] }, now)).toMatch(/last day/);
  });
});
