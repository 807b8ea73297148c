import type { AccessDifference } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { differenceSummary, differencesByPerson } from "./difference-words.ts";

const scope = (path: string) => ({ id: path, type: "workspace", name: path, path }) as const;
const person = (name: string) => ({ type: "user", id: name, name }) as const;

const differences: readonly AccessDifference[] = [
  { principal: person("Rin"), scope: scope("production"), gained: ["prompt:publish"], lost: ["prompt:review"] },
  { principal: person("Ben"), scope: scope("staging"), gained: [], lost: ["prompt:view"] },
  { principal: person("Rin"), scope: scope("development"), gained: ["prompt:use"], lost: [] },
];

describe("who gains and who loses", () => {
  it("is said person by person, gains first", () => {
    expect(
      differencesByPerson(differences).map(({ principal, lines }) => [
        principal.name,
        ...lines.map((line) => `${line.verb} ${line.text} at ${line.scope.path}`),
      ]),
    ).toEqual([
      ["Ben", "loses view (prompts) at staging"],
      [
        "Rin",
        "gains use (prompts) at development",
        "gains publish (prompts) at production",
        "loses review (prompts) at production",
      ],
    ]);
  });

  it("is summed up in a sentence", () => {
    expect(differenceSummary(differences)).toBe("1 principal gains access and 2 principals lose access.");
    expect(differenceSummary([])).toBe("Nobody gains or loses anything now.");
    expect(differenceSummary(differences.slice(1, 2))).toBe("1 principal loses access.");
  });
});
