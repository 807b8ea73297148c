import { Button } from "@mantine/core";
import type { Paged } from "../client/pages.ts";
import styles from "./load-more.module.css";

/** How much of a list is shown, and the way to more of it. */
export function LoadMore<T>({ paged, noun }: { readonly paged: Paged<T>; readonly noun: string }) {
  if (!paged.hasMore) return null;
  return (
    <div className={styles["more"]}>
      <span>
        The first {paged.rows.length.toLocaleString("en")} {noun}
      </span>
      <Button variant="default" loading={paged.loadingMore} onClick={paged.loadMore}>
        Load more
      </Button>
    </div>
  );
}
