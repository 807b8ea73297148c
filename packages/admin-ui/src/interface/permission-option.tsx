import { parsePermission, permissionCatalogue } from "@countersign/core";
import styles from "./permission-option.module.css";

/** A permission among others to choose from: its name, and what it allows. */
export function PermissionOption({ permission }: { readonly permission: string }) {
  const known = parsePermission(permission);
  return (
    <span className={styles["option"]}>
      <code>{permission}</code>
      {known === null ? null : <small>{permissionCatalogue[known].description}</small>}
    </span>
  );
}
