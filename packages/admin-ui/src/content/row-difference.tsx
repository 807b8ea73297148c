import type { CallOptions, CountersignApi, RowChange, RowComparison } from "@countersign/core";
import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { type QuestionKey, useAsk } from "../client/ask.ts";
import { Loaded } from "../interface/loaded.tsx";
import { PlacePager } from "../interface/place-pager.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import { Cell } from "./row-columns.tsx";
import styles from "./row-difference.module.css";

/** Which rows are compared, each with its own right. */
export type ComparedRows =
  | { readonly type: "versions"; readonly beforeId: string | null; readonly afterId: string }
  | { readonly type: "request"; readonly requestId: string; readonly digest: string };

type Shown = RowChange["type"] | "all";

const pageSize = 25;
const shownKinds = ["changed", "added", "removed"] as const;

/** How the rows of two versions of a dataset differ: how many first, then each, a page at a time. */
export function RowDifference({ rows }: { readonly rows: ComparedRows }) {
  const [show, setShow] = useState<Shown>("all");
  const [from, setFrom] = useState(0);
  const page = { ...(show === "all" ? {} : { show }), from, limit: pageSize };
  const answer = useAsk<RowComparison>(keyOf(rows, page), (client, options) => ask(rows, page, client, options), {
    keepPrevious: true,
    fresh: 60_000,
  });
  return (
    <section className={styles["rows"]} aria-label="Rows">
      <h3>Rows</h3>
      <Loaded query={answer} shape={<TextShape lines={6} />}>
        {(data) => (
          <>
            <p className={styles["counts"]}>{countWords(data)}</p>
            {data.counts.changed + data.counts.added + data.counts.removed === 0 ? null : (
              <SegmentedControl
                aria-label="Which rows are shown"
                size="xs"
                value={show}
                onChange={(value) => {
                  setShow(shownKinds.find((kind) => kind === value) ?? "all");
                  setFrom(0);
                }}
                data={[
                  { value: "all", label: "All differences" },
                  ...shownKinds
                    .filter((kind) => data.counts[kind] > 0)
                    .map((kind) => ({
                      value: kind,
                      label: `${titles[kind]} (${data.counts[kind].toLocaleString("en")})`,
                    })),
                ]}
              />
            )}
            <ol className={styles["list"]} aria-label="Different rows">
              {data.changes.map((change) => (
                <li key={placeKey(change)} data-change={change.type}>
                  <p className={styles["place"]}>{placeWords(change)}</p>
                  <ChangedCells change={change} comparison={data} />
                </li>
              ))}
            </ol>
            <PlacePager
              noun="differences"
              from={from}
              shown={data.changes.length}
              total={totalOf(data, show)}
              pageSize={pageSize}
              onGo={setFrom}
            />
          </>
        )}
      </Loaded>
    </section>
  );
}

const titles = { changed: "Changed", added: "Added", removed: "Removed" } as const;

/** The cells of a row under their columns; of a changed one those alone that differ, both values. */
function ChangedCells({ change, comparison }: { readonly change: RowChange; readonly comparison: RowComparison }) {
  const before = "before" in change ? change.before.cells : null;
  const after = "after" in change ? change.after.cells : null;
  const columns = after === null ? (comparison.columnsBefore ?? []) : comparison.columnsAfter;
  const cells = columns.map(({ name }, index) => {
    const old = comparison.columnsBefore?.findIndex((column) => column.name === name) ?? index;
    return { name, was: before?.[old] ?? null, is: after?.[index] ?? null };
  });
  const shown =
    change.type === "changed" ? cells.filter(({ was, is }) => JSON.stringify(was) !== JSON.stringify(is)) : cells;
  return (
    <dl className={styles["cells"]}>
      {shown.map(({ name, was, is }) => (
        <div key={name}>
          <dt>{name}</dt>
          {before === null ? null : (
            <dd>
              <del>
                <Cell value={was} />
              </del>
            </dd>
          )}
          {after === null ? null : (
            <dd>
              <ins>
                <Cell value={is} />
              </ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function placeKey(change: RowChange): string {
  const before = "before" in change ? change.before.position : "";
  return `${before} ${"after" in change ? change.after.position : ""}`;
}

function placeWords(change: RowChange): string {
  switch (change.type) {
    case "added":
      return `Row ${change.after.position + 1} added`;
    case "removed":
      return `Row ${change.before.position + 1} removed`;
    case "changed":
      return change.before.position === change.after.position
        ? `Row ${change.after.position + 1} changed`
        : `Row ${change.before.position + 1}, now ${change.after.position + 1}, changed`;
  }
}

function countWords({ by, counts }: RowComparison): string {
  const count = (number: number, words: string) => `${number.toLocaleString("en")} ${words}`;
  const differences = shownKinds.filter((kind) => counts[kind] > 0).map((kind) => count(counts[kind], kind));
  const moved = counts.moved === 0 ? [] : [count(counts.moved, "in another place")];
  const all = [...differences, ...moved];
  const told =
    by === "key" ? "Rows are told apart by their key." : "Rows are told apart by what they hold and where they stand.";
  if (all.length === 0) return `All ${count(counts.unchanged, "rows are the same")}.`;
  return `${all.join(", ")}; ${count(counts.unchanged, "the same")}. ${told}`;
}

function totalOf({ counts }: RowComparison, show: Shown): number {
  return show === "all" ? counts.changed + counts.added + counts.removed : counts[show];
}

interface ComparisonPage {
  readonly show?: RowChange["type"];
  readonly from: number;
  readonly limit: number;
}

function keyOf(rows: ComparedRows, page: ComparisonPage): QuestionKey {
  return [rows.type === "request" ? "request" : "version", "compareRows", rows, page];
}

function ask(
  rows: ComparedRows,
  page: ComparisonPage,
  client: CountersignApi,
  options: CallOptions,
): Promise<RowComparison> {
  if (rows.type === "request") return client.request.compareRows({ requestId: rows.requestId, ...page }, options);
  return client.version.compareRows({ beforeId: rows.beforeId, afterId: rows.afterId, ...page }, options);
}
