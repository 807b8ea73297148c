import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvError, CsvReader } from "../../src/content/csv-reader.ts";
import { cellsOf, inferColumns, type RowFileFormat, rowFileFormat, rowFileReader } from "../../src/content/row-file.ts";
import { must } from "./must.ts";

const fieldsOf = (text: string, pieces = 1) => {
  const reader = new CsvReader();
  const size = Math.max(1, Math.ceil(text.length / pieces));
  const records = [];
  for (let from = 0; from < text.length; from += size) records.push(...reader.push(text.slice(from, from + size)));
  return [...records, ...reader.end()].map(({ fields }) => fields);
};

describe("CsvReader", () => {
  test.each([
    [
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["\ufeffa\n", [["a"]]],
    ['"a ""b"", c"\n', [['a "b", c']]],
    ['"two\nlines",x', [["two\nlines", "x"]]],
    [',"",x,', [[null, "", "x", null]]],
    ["\n\na\n\n", [["a"]]],
    ['""\n', [[""]]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(fieldsOf(text)).toEqual(expected);
    expect(fieldsOf(text, 5)).toEqual(expected);
  });

  test.each([
    ['a\nb"c"', "Line 2: a quote stands inside"],
    ['"a"b', "Line 1: something follows"],
    ['a\n"b\n\n', "Line 2: quotes are opened and never closed"],
  ])("%j is no CSV", (text, message) => {
    expect(() => fieldsOf(text)).toThrow(CsvError);
    expect(() => fieldsOf(text)).toThrow(message);
  });

  test("reads back what is quoted, however the text is cut", () => {
    const field = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", "ü") });
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 4 }),
        fc.nat(7),
        (rows, cut) => {
          const text = rows.map((row) => `${row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")}\n`).join("");
          expect(fieldsOf(text, cut + 1)).toEqual(rows);
        },
      ),
    );
  });
});

describe("files of rows", () => {
  const read = (text: string, format: RowFileFormat) => {
    const reader = rowFileReader(format);
    const first = reader.push(text);
    if (!first.ok) return first.error;
    const rest = reader.end();
    return rest.ok ? [...first.value, ...rest.value] : rest.error;
  };
  const rowsOf = (text: string, format: RowFileFormat) => {
    const rows = read(text, format);
    if (typeof rows === "string") throw new Error(rows);
    return rows;
  };

  test("suggest the narrowest columns, and codes stay texts", () => {
    const csv = "zip,score,ok,note,none\n01234,1,true,x,\n99999,2.5,FALSE,1,\n";
    expect(inferColumns(rowsOf(csv, "csv"), "csv").map(({ type }) => type)).toEqual([
      "text",
      "number",
      "boolean",
      "text",
      "text",
    ]);
    const lines = '{"a":"1","b":1,"c":{},"d":null}\n{"b":2,"a":null,"c":3,"e":true}';
    expect(inferColumns(rowsOf(lines, "jsonl"), "jsonl")).toEqual([
      { name: "a", type: "text" },
      { name: "b", type: "number" },
      { name: "c", type: "json" },
      { name: "d", type: "text" },
      { name: "e", type: "boolean" },
    ]);
  });

  test.each([
    ["a,a\n", "csv", "Line 1: two columns have one name"],
    ["a,\n", "csv", "Line 1: a column has no name"],
    ["a,b\n1\n", "csv", "Line 2: it has 1 fields"],
    ['{"a":1}\n[1]\n', "jsonl", "Line 2: it is no JSON object"],
    ['{"a":1}\n\n{', "jsonl", "Line 3: it is no JSON object"],
  ] as const)("%j is refused with its line", (text, format, message) => {
    expect(read(text, format)).toEqual(expect.stringContaining(message));
  });

  test("give cells by the schema, or the line and the column that do not fit", () => {
    const schema = {
      columns: [
        { name: "n", type: "number" },
        { name: "b", type: "boolean" },
        { name: "j", type: "json" },
        { name: "t", type: "text" },
      ],
    } as const;
    const [first, second, third] = rowsOf('t,n,b,j\n1, 2 ,TRUE,"[1]"\n,x,,\n,,,{\n', "csv");
    if (first === undefined || second === undefined || third === undefined) throw new Error("There are three rows.");
    expect(must(cellsOf(schema, first, "csv"))).toEqual([2, true, [1], "1"]);
    expect(cellsOf(schema, second, "csv")).toEqual({ ok: false, error: 'Line 3, column "n": "x" is no number.' });
    expect(cellsOf(schema, third, "csv")).toEqual({ ok: false, error: 'Line 4, column "j": "{" is no JSON.' });
    const [more] = rowsOf('{"other":1}', "jsonl");
    if (more === undefined) throw new Error("There is a row.");
    expect(cellsOf(schema, more, "jsonl")).toMatchObject({ error: expect.stringContaining('column "other"') });
  });

  test("are told by their names", () => {
    expect(["a.csv", "b.JSONL", "c.ndjson", "d.txt"].map(rowFileFormat)).toEqual(["csv", "jsonl", "jsonl", null]);
  });
});
