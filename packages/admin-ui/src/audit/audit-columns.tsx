import type { AuditEventRecord } from "@countersign/core";
import type { Column } from "../interface/data-table.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { Actor } from "./actor.tsx";
import styles from "./audit-columns.module.css";
import { eventSentence, outcomeWords, targetWords } from "./event-words.ts";

/** The columns of the log. */
export function auditColumns(onOpen: (seq: number) => void): readonly Column<AuditEventRecord>[] {
  return [
    {
      id: "what",
      header: "Event",
      cell: (event) => (
        <span className={styles["event"]}>
          <button type="button" className={styles["open"]} data-row-link onClick={() => onOpen(event.seq)}>
            {eventSentence(event)}
          </button>
          <span className={styles["action"]}>
            {event.action}
            {event.target.name === "" ? "" : ` · ${targetWords(event)}`}
          </span>
        </span>
      ),
    },
    { id: "actor", header: "By", width: "12rem", cell: (event) => <Actor actor={event.actor} /> },
    {
      id: "outcome",
      header: "Outcome",
      width: "13rem",
      cell: (event) => (
        <StateBadge state={event.outcome === "done" ? "approved" : "rejected"} word={outcomeWords(event)} />
      ),
    },
    {
      id: "where",
      header: "Where",
      width: "15rem",
      cell: (event) => (event.scope === null ? null : <ScopePath scope={event.scope} />),
    },
    { id: "seq", header: "Number", width: "5.25rem", align: "right", secondary: true, cell: (event) => event.seq },
    { id: "at", header: "When", width: "8rem", align: "right", cell: (event) => <When at={event.at} /> },
  ];
}
