import type { JsonValue } from "@countersign/core";
import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { type DiffSide, DiffView } from "../interface/diff-view.tsx";
import styles from "./content-comparison.module.css";
import { type ComparedPart, compareParts } from "./content-parts.ts";

export interface ContentComparisonProps {
  /** `null` compares with nothing. */
  readonly before: JsonValue | null;
  readonly after: JsonValue;
  /** What stands below a line of a part, for example comments. */
  readonly belowLine?: (path: string, line: number, side: DiffSide) => ReactNode;
  /** Lets lines be commented on. */
  readonly onComment?: (path: string, line: number, side: DiffSide) => void;
}

/** Two contents part by part: what changed is open, what didn't is one click away. */
export function ContentComparison({ before, after, belowLine, onComment }: ContentComparisonProps) {
  const parts = useMemo(() => compareParts(before, after), [before, after]);
  const changed = parts.filter((part) => part.changed);
  return (
    <div className={styles["parts"]}>
      {changed.length === 0 ? <p className={styles["same"]}>Both say the same, byte for byte.</p> : null}
      {parts.map((part) => (
        <Part
          key={part.id}
          part={part}
          {...(belowLine === undefined
            ? {}
            : { belowLine: (line: number, side: DiffSide) => belowLine(part.path, line, side) })}
          {...(onComment === undefined
            ? {}
            : { onComment: (line: number, side: DiffSide) => onComment(part.path, line, side) })}
        />
      ))}
    </div>
  );
}

interface PartProps {
  readonly part: ComparedPart;
  readonly belowLine?: (line: number, side: DiffSide) => ReactNode;
  readonly onComment?: (line: number, side: DiffSide) => void;
}

function Part({ part, ...lines }: PartProps) {
  const [open, setOpen] = useState(part.changed);
  return (
    <section className={styles["part"]} aria-label={part.title}>
      <UnstyledButton className={styles["head"]} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} className={styles["chevron"]} aria-hidden />
        <span className={styles["title"]}>{part.title}</span>
        <span className={styles["note"]}>{noteOf(part)}</span>
      </UnstyledButton>
      {open ? (
        <DiffView label={`${part.title}, before and after`} before={part.before} after={part.after} {...lines} />
      ) : null}
    </section>
  );
}

function noteOf(part: ComparedPart): string {
  if (!part.changed) return "unchanged";
  if (part.before === null) return "added";
  return part.after === null ? "removed" : "changed";
}
