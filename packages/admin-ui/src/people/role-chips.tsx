import type { HeldRole } from "./held-roles.ts";
import styles from "./role-chips.module.css";

/** Roles as role, place and the group they come by. More than three are counted. */
export function RoleChips({ roles }: { readonly roles: readonly HeldRole[] }) {
  if (roles.length === 0) return <span className={styles["none"]}>none that you may see</span>;
  const shown = roles.length > 3 ? roles.slice(0, 2) : roles;
  const rest = roles.slice(shown.length);
  return (
    <span className={styles["chips"]}>
      {shown.map((role) => (
        <span key={role.bindingId} className={styles["chip"]}>
          <strong>{role.roleName}</strong> {role.where}
          {role.group === null ? null : <span className={styles["via"]}> by {role.group}</span>}
        </span>
      ))}
      {rest.length === 0 ? null : (
        <span
          className={styles["chip"]}
          title={rest
            .map((role) => `${role.roleName} ${role.where}${role.group === null ? "" : ` by ${role.group}`}`)
            .join("\n")}
        >
          {rest.length} more
        </span>
      )}
    </span>
  );
}
