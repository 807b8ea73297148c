import type { Permission, RestrictionRecord, ScopeRef } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { fromTheTop, liesIn, relationTo, remainsOff, whatItDoes } from "./restriction-words.ts";

const scope = (type: ScopeRef["type"], path: string): ScopeRef => ({
  id: path,
  type,
  path,
  name: path.split("/").at(-1) ?? path,
});
const everywhere = scope("organization", "Northwind");
const dev = scope("workspace", "dev");
const support = scope("folder", "dev/support");
const tone = scope("folder", "dev/support/tone");
const device = scope("workspace", "device");

const on = (at: ScopeRef, ...permissions: readonly Permission[]): RestrictionRecord => ({
  id: `on ${at.path}`,
  scope: at,
  askedAt: at.id,
  permissions,
  reason: "Quiet days",
  createdBy: { type: "user", id: "olivia", name: "Olivia" },
  createdAt: "2026-03-01T00:00:00.000Z",
});

describe("what a restriction will do", () => {
  it("says what nobody has any more, and where", () => {
    expect(whatItDoes(["prompt:delete"], dev)).toEqual([
      "From then on nobody may do this in dev and everywhere below it, whatever roles they hold, you included: delete (prompts).",
    ]);
    expect(whatItDoes(["prompt:delete"], everywhere)[0]).toContain(" anywhere in Northwind,");
    expect(whatItDoes([], dev)).toEqual([]);
  });

  it("says what stops with it, through what is required of what is required", () => {
    const sentences = whatItDoes(["prompt:view"], dev);
    expect(sentences[1]).toBe(
      "What works only together with that stops too: comment, edit, delete, review, publish (prompts).",
    );
    expect(sentences).toContain("Nothing can be published or rolled back there.");
    expect(whatItDoes(["prompt:view", "prompt:edit"], dev)[1]).not.toContain("edit");
  });

  it("warns where applications and owners are concerned", () => {
    expect(whatItDoes(["dataset:use"], dev)).toContain("Applications that fetch it there are refused at once.");
    expect(whatItDoes(["restriction:manage", "binding:manage"], dev)).toContain(
      "Owners of the organization keep restriction:manage all the same.",
    );
    expect(whatItDoes(["audit:view"], everywhere).at(-1)).toContain("keep audit:view");
  });
});

describe("restrictions of a place", () => {
  it("lie in what is above them, and not in what begins with the same letters", () => {
    expect(liesIn(tone, dev)).toBe(true);
    expect(liesIn(device, dev)).toBe(false);
    expect(liesIn(dev, everywhere)).toBe(true);
    expect(liesIn(everywhere, dev)).toBe(false);
    // An organization may be called as a workspace is.
    expect(liesIn(scope("organization", "dev/support"), dev)).toBe(false);
    expect([everywhere, dev, support, tone].map((at) => relationTo(support, at))).toEqual([
      "above",
      "above",
      "here",
      "below",
    ]);
    expect(relationTo(everywhere, dev)).toBe("below");
  });

  it("stand from the top down, those of one place as they came", () => {
    const newer = { ...on(dev, "prompt:edit"), id: "newer" };
    const sorted = fromTheTop([on(tone), newer, on(everywhere), on(dev), on(support)]);
    expect(sorted.map(({ id }) => id)).toEqual([
      "on Northwind",
      "newer",
      "on dev",
      "on dev/support",
      "on dev/support/tone",
    ]);
  });

  it("say what stays off when one of them is lifted", () => {
    const known = [
      on(everywhere, "prompt:delete"),
      on(dev, "prompt:delete", "prompt:edit"),
      on(tone, "prompt:edit"),
      on(device, "prompt:edit"),
    ];
    const [top, middle, low] = known;
    if (top === undefined || middle === undefined || low === undefined) throw new Error("There are four.");
    expect(remainsOff(middle, known)).toEqual({ permissions: ["prompt:delete"], by: [top] });
    expect(remainsOff(low, known)).toEqual({ permissions: ["prompt:edit"], by: [middle] });
    expect(remainsOff(top, known)).toEqual({ permissions: [], by: [] });
  });
});
