import type { ClosureRecord } from "@countersign/core";
import { addresses } from "../interface/addresses.ts";
import { CopyableId } from "../interface/copyable-id.tsx";
import { PageLink } from "../interface/page-link.tsx";
import styles from "./closure-list.module.css";

/** What a version includes, resolved when it was saved: later changes of the included thing change nothing here. */
export function ClosureList({ closure }: { readonly closure: readonly ClosureRecord[] }) {
  if (closure.length === 0) return null;
  return (
    <section className={styles["closure"]} aria-label="Includes">
      <h3>Includes, as they were resolved</h3>
      <ul>
        {closure.map((entry) => (
          <li
            key={`${entry.depth} ${entry.reference} ${entry.versionId}`}
            style={{ paddingLeft: `${(entry.depth - 1) * 1.25}rem` }}
          >
            <code>{entry.reference}</code> is{" "}
            <PageLink to={addresses.resource(entry.resourceId, "content", { version: entry.versionId })}>
              {entry.path} v{entry.versionNumber}
            </PageLink>{" "}
            <CopyableId id={entry.digest} what="digest" />
          </li>
        ))}
      </ul>
    </section>
  );
}
