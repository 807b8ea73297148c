import type { EffectiveAccess } from "@countersign/core";
import { IconLockOpen } from "@tabler/icons-react";
import { useAsk } from "../client/ask.ts";
import styles from "./effective-view.module.css";
import { EmptyState } from "./empty-state.tsx";
import { GrantPathView } from "./grant-path-view.tsx";
import { PermissionList } from "./permission-list.tsx";
import { ScopePath } from "./scope-path.tsx";
import { sharesOf } from "./source-shares.ts";

/** What somebody may do, place by place, and by which path each of it comes. */
export function EffectiveView({ access }: { readonly access: EffectiveAccess }) {
  const roles = useAsk(["role", "list"], (client, options) => client.role.list({}, options), { fresh: 60_000 });
  if (access.scopes.length === 0) {
    return (
      <EmptyState icon={<IconLockOpen size={20} />} title={`${access.principal.name} may do nothing`}>
        No role counts for them now, directly or by a group.
      </EmptyState>
    );
  }
  return (
    <ul className={styles["scopes"]}>
      {access.scopes
        .map((there) => ({ ...there, shares: sharesOf(there.permissions, there.sources, roles.data ?? []) }))
        .map(({ scope, permissions, shares }) => (
          <li key={scope.id} className={styles["scope"]}>
            <details open={access.scopes.length < 6}>
              <summary>
                <ScopePath scope={scope} />
                <span className={styles["count"]}>
                  {permissions.length === 1 ? "1 permission" : `${permissions.length} permissions`},{" "}
                  {shares.length === 1 ? "1 source" : `${shares.length} sources`}
                </span>
              </summary>
              {shares.map(({ source, permissions: share }) => (
                <div
                  key={`${source.bindingId} ${source.groups.map(({ id }) => id).join(" ")}`}
                  className={styles["source"]}
                >
                  <GrantPathView principal={access.principal} path={source} />
                  <PermissionList permissions={share} none="Nothing that counts here" />
                </div>
              ))}
            </details>
          </li>
        ))}
    </ul>
  );
}
