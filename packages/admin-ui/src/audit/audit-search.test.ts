import { describe, expect, it } from "vitest";
import { auditFilter, auditSearch, isFiltered } from "./audit-search.ts";

describe("the filters of the audit log", () => {
  it("come out of the address, and what does not fit is left out", () => {
    expect(
      auditSearch({
        action: "role.update",
        outcome: "maybe",
        from: "2026-02-30x",
        to: "2026-03-01",
        event: "12",
        actor: "",
      }),
    ).toEqual({ action: "role.update", to: "2026-03-01", event: 12 });
    expect(auditSearch({ action: "role.explode" })).toEqual({});
  });

  it("count days from their beginning to their end where the viewer is", () => {
    expect(auditFilter({ from: "2026-03-01", to: "2026-03-01" })).toMatchObject({
      from: new Date(2026, 2, 1).toISOString(),
      to: new Date(2026, 2, 2).toISOString(),
    });
  });

  it("are none while only an event is looked at", () => {
    expect(isFiltered({ event: 3 })).toBe(false);
    expect(isFiltered({ outcome: "refused" })).toBe(true);
  });
});
