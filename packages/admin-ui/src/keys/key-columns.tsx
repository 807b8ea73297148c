import type { KeyRecord } from "@countersign/core";
import { Button } from "@mantine/core";
import type { Column } from "../interface/data-table.tsx";
import { permissionPhrase } from "../interface/permission-phrase.ts";
import { Person } from "../interface/person.tsx";
import type { ShownState } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import styles from "./key-columns.module.css";

const states: Readonly<Record<KeyRecord["state"], readonly [state: ShownState, word: string]>> = {
  active: ["active", "Active"],
  expired: ["expired", "Expired"],
  revoked: ["cancelled", "Revoked"],
};

/** The columns in which keys are shown. `pathOf` names a scope. */
export function keyColumns(
  pathOf: (scopeId: string) => string,
  onRevoke: (key: KeyRecord) => void,
): readonly Column<KeyRecord>[] {
  return [
    {
      id: "name",
      header: "Key",
      width: "14rem",
      cell: (key) => (
        <span className={styles["key"]}>
          <span className={styles["name"]}>{key.name}</span>
          <code>{key.prefix}…</code>
        </span>
      ),
    },
    { id: "as", header: "Acts as", width: "12rem", cell: (key) => <Person principal={key.principal} /> },
    {
      id: "may",
      header: "May at most",
      cell: (key) => (
        <span className={styles["key"]}>
          <span>{permissionPhrase(key.permissions, "names")}</span>
          <span className={styles["where"]}>
            at {key.scopeIds.map(pathOf).join(", ")}
            {key.labels === null ? "" : `, labels ${key.labels.join(", ")}`}
          </span>
        </span>
      ),
    },
    {
      id: "state",
      header: "State",
      cell: (key) => <StateBadge state={states[key.state][0]} word={states[key.state][1]} />,
    },
    { id: "ends", header: "Ends", width: "8rem", cell: (key) => <When at={key.expiresAt} /> },
    { id: "used", header: "Last used", width: "9rem", cell: (key) => <When at={key.lastUsedAt} /> },
    {
      id: "actions",
      header: "",
      align: "right",
      cell: (key) =>
        key.state === "active" ? (
          <Button variant="default" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
            Revoke
          </Button>
        ) : null,
    },
  ];
}
