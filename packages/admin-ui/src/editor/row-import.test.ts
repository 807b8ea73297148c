import { expect, it } from "vitest";
import { previewOf, readSource, rowsAsCsv, shareDone } from "./row-import.ts";

const columns = [
  { name: "id", type: "text" },
  { name: "note", type: "text" },
  { name: "score", type: "number" },
  { name: "more", type: "json" },
] as const;

it("rows become CSV that reads back as they were", async () => {
  const rows = [
    ["a", 'say "hi", twice\nand go', 1.5, { x: [1, "2"] }],
    ["", null, null, null],
    [" b ", "plain", -2, "text"],
  ];
  const text = rowsAsCsv(columns, rows);
  const read = await readSource({ type: "text", text, format: "csv" }, { columns });
  const back: unknown[] = [];
  for await (const row of read.rows) back.push(row);
  expect(back).toEqual(rows);
});

it("a source shows its first rows and the columns that they suggest, or what is wrong with it", async () => {
  const source = { type: "text", text: "id,score,ok\nx,1,true\ny,2,false\n", format: "csv" } as const;
  expect(await previewOf(source)).toEqual({
    ok: true,
    columns: [
      { name: "id", type: "text" },
      { name: "score", type: "number" },
      { name: "ok", type: "boolean" },
    ],
    rows: [
      ["x", 1, true],
      ["y", 2, false],
    ],
  });
  expect(await previewOf({ ...source, text: "id,score\nx\n" })).toEqual({
    ok: false,
    problem: "Line 2: it has 1 fields, and the first line names 2 columns.",
  });
  expect(shareDone(source, 10_000)).toBe(99);
});

it("a file is read piece by piece, as UTF-8 alone", async () => {
  const file = (bytes: Uint8Array<ArrayBuffer>) =>
    ({ type: "file", file: new File([bytes], "rows.jsonl"), format: "jsonl" }) as const;
  const good = new TextEncoder().encode('{"a":"ü"}\n\n{"a":"€"}');
  expect(await previewOf(file(good))).toMatchObject({ ok: true, rows: [["ü"], ["€"]] });
  expect(await previewOf(file(new Uint8Array([0x7b, 0xff, 0x7d])))).toMatchObject({
    ok: false,
    problem: expect.stringContaining("UTF-8"),
  });
});
