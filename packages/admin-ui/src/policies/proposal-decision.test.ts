import { describe, expect, it } from "vitest";
import { proposalReasons } from "./proposal-decision.ts";

const now = new Date("2026-03-10T12:00:00.000Z");
const proposedBy = { type: "user", id: "rin", name: "Rin" } as const;
const open = { proposedBy, actsAt: null, blockers: [] };
const delayed = (actsAt: string) => ({ proposedBy, actsAt, blockers: [] });

describe("who decides a proposal", () => {
  it("is an owner who did not propose it", () => {
    expect(proposalReasons(open, { id: "ada", isOwner: true }, now)).toEqual({
      accept: null,
      reject: null,
      withdraw: "Only Rin, who proposed it, can withdraw it.",
    });
    expect(proposalReasons(open, { id: "rin", isOwner: true }, now).accept).toMatch(/another owner/);
    expect(proposalReasons(open, { id: "ben", isOwner: false }, now)).toMatchObject({
      accept: expect.stringMatching(/Only an owner/),
      reject: expect.stringMatching(/Only an owner/),
    });
  });

  it("is nobody before the policy as it stands has what it asks for", () => {
    const blocker = { code: "requirement_missing", message: "1 is missing.", remedy: "Ask a reviewer." };
    const ada = { id: "ada", isOwner: true };
    expect(proposalReasons({ ...open, blockers: [blocker] }, ada, now)).toMatchObject({
      accept: "1 is missing. Ask a reviewer.",
      reject: null,
    });
  });

  it("is the only owner too, once 24 hours have passed", () => {
    const rin = { id: "rin", isOwner: true };
    expect(proposalReasons(delayed("2026-03-10T13:00:00.000Z"), rin, now).accept).toMatch(/24 hours/);
    expect(proposalReasons(delayed("2026-03-10T11:00:00.000Z"), rin, now).accept).toBeNull();
  });

  it("its proposer withdraws it, owner or not", () => {
    expect(proposalReasons(open, { id: "rin", isOwner: false }, now).withdraw).toBeNull();
  });
});
