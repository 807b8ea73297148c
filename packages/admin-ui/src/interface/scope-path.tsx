import type { ScopeRef } from "@countersign/core";
import { IconBox, IconBuilding, IconFileText, IconFolder } from "@tabler/icons-react";
import styles from "./scope-path.module.css";

const icons = { organization: IconBuilding, workspace: IconBox, folder: IconFolder, resource: IconFileText } as const;

/** Where something counts: the kind of scope and the way to it. */
export function ScopePath({ scope }: { readonly scope: Pick<ScopeRef, "type" | "path"> }) {
  const Icon = icons[scope.type];
  return (
    <span className={styles["scope"]} title={`${scope.type} ${scope.path}`}>
      <Icon size={14} aria-hidden />
      <span>{scope.path.replaceAll("/", "\u2009/\u2009")}</span>
    </span>
  );
}
