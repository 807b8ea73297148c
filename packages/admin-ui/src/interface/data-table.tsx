import { createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from "react";
import type { Paged } from "../client/pages.ts";
import styles from "./data-table.module.css";
import { LoadMore } from "./load-more.tsx";

/** One column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  cell(row: Row): ReactNode;
  /** A CSS width; the rest is shared by what the cells hold. */
  readonly width?: string;
  readonly align?: "left" | "right";
  /** Left out of the cards that stand for rows where the window is narrow. Default: false. */
  readonly secondary?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  /** Keep it stable between renders: at module scope or memoized. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  rowId(row: Row): string;
  /** Marks a row, for example the one that is looked at. */
  readonly selectedId?: string | null;
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode;
  /** A list that the server pages: the next page is asked for when its end comes near. */
  readonly paged?: Paged<Row>;
  /** The plural of what is listed, beside "Load more". Default: "rows". */
  readonly noun?: string;
}

const features = tableFeatures({});
const rowHeight = 44;
const plainUpTo = 80;

/** Said in so many words, because some browsers forget what a table is once its rows are laid out as cards. */
const parts = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

/**
 * A dense table. More than 80 rows are drawn only where they are seen, in a box that scrolls by itself. Arrow keys move
 * between the rows' links (`<PageLink data-row-link>`). Where the window is narrow each row is a card: the first named
 * column is its title, the others stand below, each after its header.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, paged } = props;
  const box = useRef<HTMLDivElement>(null);
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map((column) =>
      helper.display({ id: column.id, header: column.header, cell: (context) => column.cell(context.row.original) }),
    );
  }, [columns]);
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowId });
  const model = table.getRowModel().rows;
  const virtual = model.length > plainUpTo;
  const virtualizer = useVirtualizer({
    count: model.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: virtual,
  });
  const drawn = virtualizer.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? -1;
  useEffect(() => {
    if (virtual && paged !== undefined && lastDrawn >= model.length - 20) paged.loadMore();
  }, [virtual, paged, lastDrawn, model.length]);

  if (rows.length === 0) return props.empty;
  const shown = virtual ? drawn.map((item) => model[item.index]).filter((row) => row !== undefined) : model;
  const above = virtual ? (drawn[0]?.start ?? 0) : 0;
  const below = virtual ? virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0) : 0;
  const column = (id: string) => columns.find((candidate) => candidate.id === id);
  const title = columns.find(({ header }) => header !== "")?.id;

  return (
    <div className={styles["wrap"]}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={box} className={styles["box"]} data-scrolls={virtual} aria-label={props.label} tabIndex={0}>
        <table
          {...parts.table}
          className={styles["table"]}
          aria-rowcount={paged?.hasMore === true ? -1 : rows.length + 1}
        >
          <thead {...parts.group}>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} {...parts.row}>
                {group.headers.map((header) => (
                  <th
                    key={header.id}
                    {...parts.head}
                    scope="col"
                    data-secondary={column(header.id)?.secondary ?? false}
                    data-align={column(header.id)?.align ?? "left"}
                    style={{ width: column(header.id)?.width }}
                  >
                    <table.FlexRender header={header} />
                  </th>
                ))}
              </tr>
            ))}
          </thead>
          <tbody {...parts.group} onKeyDown={moveBetweenRows}>
            {above > 0 ? <Spacer height={above} columns={columns.length} /> : null}
            {shown.map((row) => (
              <tr
                key={row.id}
                {...parts.row}
                // A card is as high as what it holds.
                ref={virtual ? virtualizer.measureElement : null}
                data-index={row.index}
                data-selected={props.selectedId === row.id}
                aria-rowindex={row.index + 2}
              >
                {row.getAllCells().map((cell) => (
                  <td
                    key={cell.id}
                    {...parts.cell}
                    data-title={cell.column.id === title}
                    data-label={column(cell.column.id)?.header}
                    data-secondary={column(cell.column.id)?.secondary ?? false}
                    data-align={column(cell.column.id)?.align ?? "left"}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
            {below > 0 ? <Spacer height={below} columns={columns.length} /> : null}
          </tbody>
        </table>
      </section>
      {paged === undefined ? null : <LoadMore paged={paged} noun={props.noun ?? "rows"} />}
    </div>
  );
}

function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr aria-hidden className={styles["spacer"]}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const from = event.target instanceof Element ? event.target.closest("[data-row-link]") : null;
  if (from === null) return;
  const links = [...event.currentTarget.querySelectorAll("[data-row-link]")];
  const target = links[links.indexOf(from) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!(target instanceof HTMLElement)) return;
  event.preventDefault();
  target.focus();
}
