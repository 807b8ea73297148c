import { describe, expect, test } from "vitest";
import { CONTENT_LIMITS } from "../../src/content/content-limits.ts";
import { boundRows, parseDatasetInput, parseDatasetSchema } from "../../src/content/dataset-input.ts";
import { datasetRoot, rowDigest } from "../../src/content/dataset-root.ts";
import { parseDatasetRows } from "../../src/content/dataset-rows.ts";
import { must } from "./must.ts";

const schema = {
  columns: [
    { name: "question", type: "text" },
    { name: "score", type: "number", description: "Of 10." },
    { name: "ok", type: "boolean" },
    { name: "more", type: "json" },
  ],
};
const rows = [
  ["a", 1, true, { x: [] }],
  [null, null, null, null],
  ["", 0, false, "text"],
];
const keyed = { columns: schema.columns.slice(0, 2), key: "question" };

describe("parseDatasetInput", () => {
  test("takes rows, an upload, or what a version says", () => {
    const given = must(parseDatasetInput({ schema, rows }));
    if (given.type !== "rows") throw new Error("These were rows.");
    const bound = boundRows(given.schema, given.rows);
    expect(bound).toEqual({ schema, rowCount: 3, root: datasetRoot(rows.map(rowDigest)) });
    expect(must(parseDatasetInput(bound))).toEqual({ type: "stored", content: bound });
    expect(must(parseDatasetInput({ upload: "upl_1" }))).toEqual({ type: "upload", uploadId: "upl_1" });
  });

  const refused: { name: string; given: unknown; problems: [path: string, code: string][] }[] = [
    {
      name: "nothing",
      given: {},
      problems: [
        ["/schema", "missing"],
        ["/rows", "missing"],
      ],
    },
    { name: "an upload and rows", given: { upload: "u", rows: [] }, problems: [["/rows", "unknown-key"]] },
    {
      name: "a dataset without columns",
      given: { schema: { columns: [] }, rows: [] },
      problems: [["/schema/columns", "empty"]],
    },
    {
      name: "two columns of one name",
      given: { schema: { columns: [schema.columns[0], schema.columns[0]] }, rows: [["x"]] },
      problems: [["/schema/columns/1/name", "duplicate"]],
    },
    {
      name: "an unknown column type",
      given: { schema: { columns: [{ name: "a", type: "date" }] }, rows: [] },
      problems: [["/schema/columns/0/type", "invalid"]],
    },
    {
      name: "a key that is no column",
      given: { schema: { ...schema, key: "id" }, rows: [] },
      problems: [["/schema/key", "unknown-column"]],
    },
    {
      name: "a key that tells nothing apart",
      given: { schema: { ...schema, key: "ok" }, rows: [] },
      problems: [["/schema/key", "invalid"]],
    },
    {
      name: "a cell of a wrong type",
      given: { schema, rows: [["a", "1", true, 0]] },
      problems: [["/rows/0/1", "wrong-type"]],
    },
    { name: "a short row", given: { schema, rows: [rows[0], ["a", 1, true]] }, problems: [["/rows/1", "invalid"]] },
    { name: "a long row", given: { schema, rows: [["a", 1, true, 1, 1]] }, problems: [["/rows/0", "invalid"]] },
    { name: "a row that is none", given: { schema, rows: [{}] }, problems: [["/rows/0", "wrong-type"]] },
    {
      name: "keys that are empty, null or there twice",
      given: {
        schema: keyed,
        rows: [
          ["a", 1],
          ["", 1],
          [null, 1],
          ["a", 2],
        ],
      },
      problems: [
        ["/rows/1/0", "invalid"],
        ["/rows/2/0", "invalid"],
        ["/rows/3/0", "duplicate"],
      ],
    },
    {
      name: "too many rows at once",
      given: { schema, rows: Array(CONTENT_LIMITS.rows + 1).fill([null, null, null, null]) },
      problems: [["/rows", "too-many"]],
    },
    {
      name: "too large rows",
      given: { schema, rows: Array(9).fill(["x".repeat(1_000_000), 1, true, null]) },
      problems: [["/rows", "too-large"]],
    },
    {
      name: "one too large row",
      given: { schema, rows: [[null, null, null, ["x".repeat(600_000), "x".repeat(600_000)]]] },
      problems: [["/rows/0", "too-large"]],
    },
  ];
  test.each(refused)("refuses $name", ({ given, problems }) => {
    const result = parseDatasetInput(given);
    expect(result.ok ? [] : result.error.map(({ path, code }) => [path, code])).toEqual(problems);
  });

  test("as many rows as may be said at once are taken", () => {
    const many = Array(CONTENT_LIMITS.rows).fill([null, null, null, null]);
    expect(parseDatasetInput({ schema, rows: many }).ok).toBe(true);
  });
});

describe("parseDatasetRows", () => {
  test("numbers rows through all parts, for people from 1, and names the column", () => {
    const parsed = parseDatasetRows(must(parseDatasetSchema(schema)), [rows[0], ["a", "1", true, 0]], 2_000);
    expect(parsed).toMatchObject({
      ok: false,
      error: [{ path: "/rows/2001/1", message: expect.stringContaining('Row 2002, column "score": it holds number') }],
    });
  });

  test("knows each row's canonical text, its bytes and its key", () => {
    const parsed = must(parseDatasetRows(must(parseDatasetSchema(keyed)), [["ü", 1.0]]));
    expect(parsed).toEqual([{ row: ["ü", 1], text: '["ü",1]', bytes: 8, key: '"ü"' }]);
  });
});
