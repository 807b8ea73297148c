import { describe, expect, it } from "vitest";
import { keyInput, keyProblem, newKeyDraft } from "./key-draft.ts";

const now = new Date("2026-03-10T12:00:00.000Z");
const draft = { ...newKeyDraft("s_app"), name: " support app " };

describe("a key being made", () => {
  it("fetches what labels serve, for 90 days, unless more is asked for", () => {
    expect(keyInput(draft, now)).toEqual({
      name: "support app",
      principalId: "s_app",
      permissions: ["prompt:use", "workflow:use", "dataset:use", "evaluation:use"],
      labels: null,
      expiresAt: "2026-06-08T12:00:00.000Z",
    });
  });

  it("is bounded to what was chosen", () => {
    const chosen = {
      ...draft,
      reach: "chosen",
      permissions: ["prompt:view"],
      scopeId: "w_prod",
      labels: ["prod-*"],
      expiry: { choice: "never", day: "" },
    } as const;
    expect(keyInput(chosen, now)).toMatchObject({
      permissions: ["prompt:view"],
      scopeIds: ["w_prod"],
      labels: ["prod-*"],
      expiresAt: null,
    });
  });

  it("leaves its permissions to its principal when it may all that it may", () => {
    expect(keyInput({ ...draft, reach: "all" }, now)).not.toHaveProperty("permissions");
  });

  it.each([
    [{ name: " " }, /Name the key/],
    [{ reach: "chosen" }, /at least one permission/],
    [{ labels: ["Prod!"] }, /no label pattern/],
    [{ expiry: { choice: "date", day: "2026-01-01" } }, /over/],
  ] as const)("is not made with %j", (change, problem) => {
    expect(keyProblem({ ...draft, ...change }, now)).toMatch(problem);
  });

  it("is made when it is whole", () => {
    expect(keyProblem({ ...draft, labels: ["production", "prod-*"] }, now)).toBeNull();
  });
});
