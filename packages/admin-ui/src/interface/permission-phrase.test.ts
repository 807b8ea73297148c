import { describe, expect, it } from "vitest";
import { permissionPhrase } from "./permission-phrase.ts";

describe("permissions in words", () => {
  it("says once what holds for all kinds", () => {
    const all = ["prompt:use", "workflow:use", "dataset:use", "evaluation:use"] as const;
    expect(permissionPhrase([...all, "prompt:view"])).toBe("use (all kinds); view (prompts)");
  });

  it("groups what holds for the same kinds", () => {
    expect(permissionPhrase(["prompt:publish", "workflow:publish", "prompt:view", "workflow:view"])).toBe(
      "view, publish (prompts, workflows)",
    );
  });

  it("takes the catalogue's words for the rest, and says so when there is nothing", () => {
    expect(permissionPhrase(["role:manage"])).toBe("create, change and delete custom roles");
    expect(permissionPhrase([])).toBe("nothing");
  });

  it("names the rest where there is little room", () => {
    expect(permissionPhrase(["prompt:use", "role:manage", "audit:view"], "names")).toBe(
      "use (prompts); role:manage, audit:view",
    );
  });
});
