import { Skeleton } from "@mantine/core";
import styles from "./skeletons.module.css";

/** The shape of a table. */
export function TableShape({ rows = 8 }: { readonly rows?: number }) {
  return (
    <div className={styles["table"]}>
      {lines(rows).map((line) => (
        <div key={line} className={styles["row"]}>
          <Skeleton height={12} width={`${38 - (line % 3) * 6}%`} />
          <Skeleton height={12} width="14%" />
          <Skeleton height={12} width="18%" />
        </div>
      ))}
    </div>
  );
}

/** The shape of a page of text. */
export function TextShape({ lines: count = 6 }: { readonly lines?: number }) {
  return (
    <div className={styles["text"]}>
      {lines(count).map((line) => (
        <Skeleton key={line} height={12} width={`${92 - (line % 4) * 13}%`} />
      ))}
    </div>
  );
}

/** The shape of a page: its title, and a table below. */
export function PageShape() {
  return (
    <div className={styles["page"]} aria-busy="true">
      <span role="status" aria-label="Loading" />
      <Skeleton height={24} width={220} />
      <Skeleton height={12} width={320} />
      <TableShape />
    </div>
  );
}

function lines(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
