import type { BindingRecord } from "@countersign/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { addresses } from "./addresses.ts";
import styles from "./holder.module.css";
import { PageLink } from "./page-link.tsx";
import { Person } from "./person.tsx";

/** Who holds a role: a person, a service account or a group. */
export function Holder({ holder }: { readonly holder: BindingRecord["holder"] }) {
  if (holder.type !== "group") return <Person principal={{ type: holder.type, id: holder.id, name: holder.name }} />;
  return (
    <span className={styles["group"]}>
      <IconUsersGroup size={16} aria-label="group" />
      <PageLink quiet to={addresses.group(holder.id)}>
        {holder.name}
      </PageLink>
    </span>
  );
}
