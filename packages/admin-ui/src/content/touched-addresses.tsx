import type { TouchedAddressRecord, TouchedLabelRecord } from "@countersign/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { addresses } from "../interface/addresses.ts";
import { CopyableId } from "../interface/copyable-id.tsx";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { PageLink } from "../interface/page-link.tsx";
import styles from "./touched-addresses.module.css";

export interface TouchedAddressesProps {
  readonly touched: readonly TouchedLabelRecord[];
  /** How many more there are that one may not see. */
  readonly hidden: number;
  /** It has been carried out. Default: false. */
  readonly done?: boolean;
}

/** What a change of the tree does at each address: what serves there now, and what would. */
export function TouchedAddresses({ touched, hidden, done = false }: TouchedAddressesProps) {
  return (
    <>
      {touched.length === 0 && hidden > 0 ? null : (
        <DataTable
          label="Addresses that change"
          columns={done ? doneColumns : columns}
          rows={touched}
          rowId={(one) => `${one.resourceId} ${one.label}`}
          empty={<EmptyState title="It touches no protected address" />}
        />
      )}
      {hidden === 0 ? null : (
        <p className={styles["quiet"]}>
          {touched.length === 0 ? "It touches " : "And "}
          {hidden === 1 ? "one" : hidden}
          {touched.length === 0 ? "" : " more"} that you may not see.
        </p>
      )}
    </>
  );
}

const columns = columnsNamed("Served now at", "Would be served at");
const doneColumns = columnsNamed("Served before at", "Served since at");

function columnsNamed(before: string, after: string): readonly Column<TouchedLabelRecord>[] {
  return [
    { id: "before", header: before, cell: (one) => <At end={one.before} /> },
    { id: "after", header: after, cell: (one) => <At end={one.after} /> },
    { id: "label", header: "Label", cell: (one) => one.label },
    {
      id: "serves",
      header: "What it serves",
      cell: (one) => (
        <span className={styles["serves"]}>
          <PageLink to={addresses.resource(one.resourceId)}>
            {one.versionNumber === null ? one.kind : `v${one.versionNumber}`}
          </PageLink>
          {one.digest === null ? null : <CopyableId id={one.digest} what="digest" />}
        </span>
      ),
    },
  ];
}

function At({ end }: { readonly end: TouchedAddressRecord | null }) {
  if (end === null) return <span className={styles["quiet"]}>nowhere</span>;
  return (
    <span className={styles["address"]}>
      {end.address}
      {end.protected ? (
        <span className={styles["protected"]}>
          <IconShieldCheck size={13} aria-hidden /> protected
        </span>
      ) : null}
    </span>
  );
}
