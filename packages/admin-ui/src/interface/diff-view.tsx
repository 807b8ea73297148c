import { VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconMessagePlus } from "@tabler/icons-react";
import { Fragment, type ReactNode, useMemo, useState } from "react";
import { type DiffBlock, type DiffLine, type DiffRow, diffRows, foldRows, unifiedRows } from "./diff-rows.ts";
import styles from "./diff-view.module.css";

export interface DiffViewProps {
  /** What is compared, for screen readers. */
  readonly label: string;
  /** `null` where there was nothing. */
  readonly before: string | null;
  /** `null` where there is nothing any more. */
  readonly after: string | null;
  /** What stands below a line, for example a thread of comments; `null` for nothing. */
  readonly belowLine?: (line: number, side: DiffSide) => ReactNode;
  /** Lets lines be commented on: those of `after`, and those of `before` that are no more. */
  readonly onComment?: (line: number, side: DiffSide) => void;
}

/** Of which of the two texts a line is. */
export type DiffSide = "before" | "after";

const context = 4;

/** Two texts compared line by line: side by side where there is room, in one column where the window is narrow. */
export function DiffView({ label, before, after, belowLine, onComment }: DiffViewProps) {
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  const oneSided = before === null || after === null;
  const rows = useMemo(() => {
    const sideBySide = diffRows(before ?? "", after ?? "");
    return narrow || oneSided ? unifiedRows(sideBySide) : sideBySide;
  }, [before, after, narrow, oneSided]);
  const blocks = foldRows(rows, context, (row) => below(row, belowLine).length > 0);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const split = !narrow && !oneSided;
  const draw = (row: DiffRow) => (
    <Fragment key={`${row.left?.number ?? ""} ${row.right?.number ?? ""}`}>
      <tr>
        {split ? (
          <SplitCells row={row} {...(onComment === undefined ? {} : { onComment })} />
        ) : (
          <UnifiedCells row={row} {...(onComment === undefined ? {} : { onComment })} />
        )}
      </tr>
      <Below row={row} columns={split ? 4 : 3} {...(belowLine === undefined ? {} : { belowLine })} />
    </Fragment>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles["box"]} aria-label={label} tabIndex={0}>
      <table className={styles["table"]} data-split={split}>
        <colgroup>
          <col className={styles["numbers"]} />
          {split ? <col /> : <col className={styles["numbers"]} />}
          {split ? <col className={styles["numbers"]} /> : null}
          <col />
        </colgroup>
        <tbody>
          {blocks.map((block: DiffBlock, index) => {
            const key = `${block.rows[0]?.left?.number ?? ""} ${block.rows[0]?.right?.number ?? ""}`;
            if (block.type === "rows" || open.has(index)) return <Fragment key={key}>{block.rows.map(draw)}</Fragment>;
            return (
              <tr key={key} className={styles["folded"]}>
                <td colSpan={split ? 4 : 3}>
                  <button type="button" onClick={() => setOpen(new Set([...open, index]))}>
                    Show {block.rows.length} unchanged lines
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface CellsProps {
  readonly row: DiffRow;
  readonly onComment?: (line: number, side: DiffSide) => void;
}

function SplitCells({ row, onComment }: CellsProps) {
  const left = row.type === "same" ? "same" : row.left === null ? "none" : "removed";
  const right = row.type === "same" ? "same" : row.right === null ? "none" : "added";
  return (
    <>
      <NumberCell line={row.left} side={left} />
      <TextCell
        line={row.left}
        side={left}
        {...(onComment === undefined || left !== "removed"
          ? {}
          : { onComment: (line: number) => onComment(line, "before") })}
      />
      <NumberCell line={row.right} side={right} />
      <TextCell
        line={row.right}
        side={right}
        {...(onComment === undefined ? {} : { onComment: (line: number) => onComment(line, "after") })}
      />
    </>
  );
}

function UnifiedCells({ row, onComment }: CellsProps) {
  const side = row.type === "same" ? "same" : row.left === null ? "added" : "removed";
  const of = row.right === null ? "before" : "after";
  return (
    <>
      <NumberCell line={row.left} side={side} />
      <NumberCell line={row.right} side={side} />
      <TextCell
        line={row.right ?? row.left}
        side={side}
        {...(onComment === undefined ? {} : { onComment: (line: number) => onComment(line, of) })}
      />
    </>
  );
}

type Side = "same" | "added" | "removed" | "none";

function NumberCell({ line, side }: { readonly line: DiffLine | null; readonly side: Side }) {
  return (
    <td className={styles["number"]} data-side={side}>
      {line?.number ?? ""}
    </td>
  );
}

interface TextCellProps {
  readonly line: DiffLine | null;
  readonly side: Side;
  readonly onComment?: (line: number) => void;
}

function TextCell({ line, side, onComment }: TextCellProps) {
  if (line === null) return <td className={styles["text"]} data-side={side} />;
  return (
    <td className={styles["text"]} data-side={side}>
      {side === "same" ? null : <VisuallyHidden>{side}: </VisuallyHidden>}
      {onComment === undefined ? null : (
        <button
          type="button"
          className={styles["comment"]}
          aria-label={`Comment on ${side === "removed" ? "removed line" : "line"} ${line.number}`}
          onClick={() => onComment(line.number)}
        >
          <IconMessagePlus size={14} aria-hidden />
        </button>
      )}
      <span className={styles["line"]}>
        {keyed(line).map(({ key, text, changed }) =>
          changed ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>,
        )}
      </span>
    </td>
  );
}

interface BelowProps {
  readonly row: DiffRow;
  readonly columns: number;
  readonly belowLine?: DiffViewProps["belowLine"];
}

function Below({ row, columns, belowLine }: BelowProps) {
  return below(row, belowLine).map(({ side, content }) => (
    <tr key={side} className={styles["below"]}>
      <td colSpan={columns}>{content}</td>
    </tr>
  ));
}

/** What stands below a row: below its removed line, and below its line of `after`. */
function below(
  { type, left, right }: DiffRow,
  belowLine: DiffViewProps["belowLine"],
): readonly { readonly side: DiffSide; readonly content: ReactNode }[] {
  const before = type === "same" || left === null ? null : (belowLine?.(left.number, "before") ?? null);
  const after = right === null ? null : (belowLine?.(right.number, "after") ?? null);
  return [
    ...(before === null ? [] : [{ side: "before" as const, content: before }]),
    ...(after === null ? [] : [{ side: "after" as const, content: after }]),
  ];
}

function keyed(line: DiffLine): readonly { readonly key: number; readonly text: string; readonly changed: boolean }[] {
  let key = 0;
  return line.segments.map((segment) => {
    const start = key;
    key += segment.text.length;
    return { key: start, ...segment };
  });
}
