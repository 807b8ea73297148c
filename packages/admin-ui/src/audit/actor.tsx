import type { AuditEventRecord } from "@countersign/core";
import { IconServer } from "@tabler/icons-react";
import { Person } from "../interface/person.tsx";
import styles from "./actor.module.css";

/** Who did it: a person, a machine, somebody unknown, or the system itself. */
export function Actor({ actor }: Pick<AuditEventRecord, "actor">) {
  const { type, id, name, keyId } = actor;
  if (id === null || (type !== "user" && type !== "service-account")) {
    return (
      <span className={styles["system"]}>
        <IconServer size={14} aria-hidden />
        {name === "" ? type : name}
      </span>
    );
  }
  return (
    <span className={styles["actor"]}>
      <Person principal={{ type, id, name }} />
      {keyId === null ? null : <small>by a key</small>}
    </span>
  );
}
