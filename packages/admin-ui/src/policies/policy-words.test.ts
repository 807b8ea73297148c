import { describe, expect, it } from "vitest";
import { appliesTo, eligibleWords } from "./policy-words.ts";

describe("a policy in words", () => {
  it.each([
    [{ labelPattern: "production", kinds: null }, "everything at the label production"],
    [{ labelPattern: "prod-*", kinds: ["prompt"] }, "prompts at labels like prod-*"],
    [{ labelPattern: "*", kinds: ["prompt", "workflow", "dataset"] }, "prompts, workflows and datasets at every label"],
  ] as const)("says what it applies to: %#", (policy, said) => {
    expect(appliesTo(policy)).toBe(said);
  });

  it("says when too few could satisfy it", () => {
    expect(eligibleWords(3, 2)).toBe("3 people could");
    expect(eligibleWords(1, 2)).toBe("1 person could everywhere there, too few");
    expect(eligibleWords(0, 1)).toBe("nobody could everywhere there, too few");
  });
});
