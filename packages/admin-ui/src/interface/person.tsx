import type { PrincipalRef } from "@countersign/core";
import { IconRobot } from "@tabler/icons-react";
import { addresses } from "./addresses.ts";
import { PageLink } from "./page-link.tsx";
import styles from "./person.module.css";
import { initialsOf, toneOf } from "./person-mark.ts";

export interface PersonProps {
  readonly principal: Pick<PrincipalRef, "type" | "id" | "name">;
  /** Leads to the principal's page. Default: true. */
  readonly linked?: boolean;
  /** Without the mark, for running text. */
  readonly plain?: boolean;
}

/** Who: a mark and the name; a service account is marked as a machine. */
export function Person({ principal, linked = true, plain = false }: PersonProps) {
  const machine = principal.type === "service-account";
  const name = linked ? (
    <PageLink quiet to={machine ? addresses.serviceAccount(principal.id) : addresses.member(principal.id)}>
      {principal.name}
    </PageLink>
  ) : (
    principal.name
  );
  if (plain) return <span className={styles["name"]}>{name}</span>;
  return (
    <span className={styles["person"]}>
      <span className={styles["mark"]} data-tone={toneOf(principal.id)} data-machine={machine} aria-hidden>
        {machine ? <IconRobot size={12} /> : initialsOf(principal.name)}
      </span>
      <span className={styles["name"]}>{name}</span>
    </span>
  );
}
