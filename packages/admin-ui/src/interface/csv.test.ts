import { describe, expect, it } from "vitest";
import { toCsv } from "./csv.ts";

describe("CSV", () => {
  it("quotes what would end a cell or a row", () => {
    expect(toCsv(["name", "reason"], [["Ada, O.", 'said "yes"\nthen left']])).toBe(
      'name,reason\r\n"Ada, O.","said ""yes""\nthen left"\r\n',
    );
  });

  it("writes nothing for what is not there", () => {
    expect(toCsv(["name", "last used"], [["Ada", null]])).toBe("name,last used\r\nAda,\r\n");
  });

  it.each([
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["|cmd", "'|cmd"],
    ["%x", "'%x"],
    ["  =1", "'  =1"],
    ["\t=1", '"\'\t=1"'],
    ["\r=1", '"\'\r=1"'],
    ["\u0000=1", "'\u0000=1"],
    ["\uFF1D1", "'\uFF1D1"],
    ["a=1", "a=1"],
    ["3-4", "3-4"],
  ])("keeps %j from being a formula", (cell, written) => {
    expect(toCsv(["x"], [[cell]])).toBe(`x\r\n${written}\r\n`);
  });
});
