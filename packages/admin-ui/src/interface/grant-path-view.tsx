import type { GrantPath, PrincipalRef } from "@countersign/core";
import { IconArrowRight, IconShieldLock, IconUsersGroup } from "@tabler/icons-react";
import { Fragment, type ReactNode } from "react";
import { addresses } from "./addresses.ts";
import styles from "./grant-path-view.module.css";
import { PageLink } from "./page-link.tsx";
import { Person } from "./person.tsx";
import { ScopePath } from "./scope-path.tsx";
import { When } from "./when.tsx";

export interface GrantPathViewProps {
  /** Whose path it is; left out where the page already says so. */
  readonly principal?: PrincipalRef;
  readonly path: GrantPath;
}

/** One way to a permission, read from left to right: person, groups, roles, scope. */
export function GrantPathView({ principal, path }: GrantPathViewProps) {
  const steps: readonly (readonly [key: string, step: ReactNode])[] = [
    ...(principal === undefined ? [] : [[principal.id, <Person key={principal.id} principal={principal} />] as const]),
    ...path.groups.map(
      (group) =>
        [
          group.id,
          <PageLink key={group.id} quiet to={addresses.group(group.id)}>
            <IconUsersGroup size={14} aria-hidden /> {group.name}
          </PageLink>,
        ] as const,
    ),
    ...path.roles.map(
      (role) =>
        [
          role.id,
          <PageLink key={role.id} quiet to={addresses.role(role.id)}>
            <IconShieldLock size={14} aria-hidden /> {role.name}
          </PageLink>,
        ] as const,
    ),
    [path.scope.id, <ScopePath key={path.scope.id} scope={path.scope} />],
  ];
  return (
    <ol className={styles["path"]}>
      {steps.map(([key, step], index) => (
        <Fragment key={key}>
          <li className={styles["step"]}>
            {index === 0 ? null : <IconArrowRight size={14} className={styles["arrow"]} aria-hidden />}
            {step}
          </li>
        </Fragment>
      ))}
      {path.expiresAt === null ? null : (
        <li className={styles["until"]}>
          ends <When at={path.expiresAt} />
        </li>
      )}
    </ol>
  );
}
