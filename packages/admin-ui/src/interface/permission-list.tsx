import { type Permission, permissionCatalogue } from "@countersign/core";
import { Tooltip } from "@mantine/core";
import { groupPermissions } from "./permission-groups.ts";
import styles from "./permission-list.module.css";

export interface PermissionListProps {
  readonly permissions: readonly Permission[];
  /** What to say when there are none. Default: "Nothing". */
  readonly none?: string;
}

/** Permissions grouped by what they are about, each with its meaning on hover and marked where it is risky. */
export function PermissionList({ permissions, none = "Nothing" }: PermissionListProps) {
  if (permissions.length === 0) return <span className={styles["none"]}>{none}</span>;
  return (
    <dl className={styles["list"]}>
      {groupPermissions(permissions).map(({ about, held }) => (
        <div key={about} className={styles["group"]}>
          <dt>{about}</dt>
          <dd>
            {held.map(({ permission, action }) => {
              const { risk, description } = permissionCatalogue[permission];
              return (
                <Tooltip key={permission} label={`May ${description}.${risk === "low" ? "" : ` Risk: ${risk}.`}`}>
                  <span className={styles["permission"]} data-risk={risk}>
                    {action}
                  </span>
                </Tooltip>
              );
            })}
          </dd>
        </div>
      ))}
    </dl>
  );
}
