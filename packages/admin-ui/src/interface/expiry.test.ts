import { describe, expect, it } from "vitest";
import { expiresAt, expiryProblem } from "./expiry.ts";

const now = new Date("2026-03-10T12:00:00.000Z");

describe("an expiry", () => {
  it("is never, or so many days from now", () => {
    expect(expiresAt({ choice: "never", day: "2026-01-01" }, now)).toBeNull();
    expect(expiresAt({ choice: "7", day: "" }, now)).toBe("2026-03-17T12:00:00.000Z");
    expect(expiresAt({ choice: "365", day: "" }, now)).toBe("2027-03-10T12:00:00.000Z");
  });

  it("on a date counts to the end of that day where the viewer is", () => {
    expect(expiresAt({ choice: "date", day: "2026-03-12" }, now)).toBe(new Date(2026, 2, 13).toISOString());
    expect(expiryProblem({ choice: "date", day: "2026-03-12" }, now)).toBeNull();
  });

  it("needs a day that lies ahead", () => {
    expect(expiryProblem({ choice: "date", day: "" }, now)).toMatch(/last day/);
    expect(expiryProblem({ choice: "date", day: "2026-03-01" }, now)).toMatch(/over/);
    expect(expiryProblem({ choice: "30", day: "" }, now)).toBeNull();
  });
});
