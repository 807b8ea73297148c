import type { RestrictionRecord } from "@countersign/core";
import type { May } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import type { Column } from "../interface/data-table.tsx";
import { PermissionList } from "../interface/permission-list.tsx";
import { permissionPhrase } from "../interface/permission-phrase.ts";
import { Person } from "../interface/person.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { When } from "../interface/when.tsx";
import styles from "./restriction-columns.module.css";
import type { relationTo } from "./restriction-words.ts";

const relations: Readonly<Record<ReturnType<typeof relationTo>, string>> = {
  above: "comes from above",
  here: "set here",
  below: "further down only",
};

/** The columns in which restrictions are shown. `relationOf` says how each stands to the place that is looked at. */
export function restrictionColumns(
  relationOf: (restriction: RestrictionRecord) => ReturnType<typeof relationTo>,
  may: (restriction: RestrictionRecord) => May,
  onLift: (restriction: RestrictionRecord) => void,
): readonly Column<RestrictionRecord>[] {
  return [
    {
      id: "off",
      header: "Switched off",
      cell: (restriction) => <PermissionList permissions={restriction.permissions} />,
    },
    {
      id: "scope",
      header: "Where",
      width: "15rem",
      cell: (restriction) => (
        <span className={styles["lines"]}>
          <ScopePath scope={restriction.scope} />
          <span className={styles["under"]}>{relations[relationOf(restriction)]}</span>
        </span>
      ),
    },
    {
      id: "why",
      header: "Why, and by whom",
      width: "22rem",
      cell: (restriction) => (
        <span className={styles["lines"]}>
          <span>{restriction.reason}</span>
          <span className={styles["under"]}>
            <Person principal={restriction.createdBy} plain />
          </span>
        </span>
      ),
    },
    { id: "since", header: "Since", width: "8rem", cell: (restriction) => <When at={restriction.createdAt} /> },
    {
      id: "actions",
      header: "",
      width: "5.5rem",
      align: "right",
      cell: (restriction) => (
        <ActionButton
          variant="default"
          why={may(restriction).why}
          aria-label={`Lift on ${restriction.scope.path}: ${permissionPhrase(restriction.permissions, "names")}`}
          onClick={() => onLift(restriction)}
        >
          Lift
        </ActionButton>
      ),
    },
  ];
}
