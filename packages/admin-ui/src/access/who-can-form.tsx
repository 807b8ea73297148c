import { IconUsers } from "@tabler/icons-react";
import { useAsk } from "../client/ask.ts";
import { EmptyState } from "../interface/empty-state.tsx";
import { GrantPathView } from "../interface/grant-path-view.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { ScopePicker } from "../interface/scope-picker.tsx";
import { Section } from "../interface/section.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import type { ExplorerFormProps } from "./explorer-form.ts";
import styles from "./explorer-page.module.css";
import { PermissionPicker } from "./permission-picker.tsx";

/** Who can do it there, and by which paths? */
export function WhoCanForm({ search, onChange }: ExplorerFormProps) {
  const { permission, scope } = search;
  const answer = useAsk(
    ["access", "whoCan", permission, scope],
    (client, options) =>
      client.access.whoCan({ permission: permission ?? "prompt:use", scopeId: scope ?? "" }, options),
    { enabled: permission !== undefined && scope !== undefined },
  );
  return (
    <>
      <div className={styles["fields"]}>
        <PermissionPicker
          label="Who can do"
          value={permission ?? null}
          onChange={(chosen) => onChange({ permission: chosen ?? undefined })}
        />
        <ScopePicker
          label="on"
          types={["organization", "workspace", "folder", "resource"]}
          clearable
          value={scope ?? null}
          onChange={(id) => onChange({ scope: id ?? undefined })}
        />
      </div>
      {permission === undefined || scope === undefined ? (
        <EmptyState icon={<IconUsers size={20} />} title="Choose what, and where">
          Everybody who may is listed, with every path. Asking needs access:view there.
        </EmptyState>
      ) : (
        <Loaded query={answer} shape={<TextShape lines={5} />}>
          {({ holders, revision }) => (
            <Section
              title={holders.length === 0 ? "Nobody may" : holders.length === 1 ? "One may" : `${holders.length} may`}
              note={`Whoever holds ${permission} there, people and service accounts, at revision ${revision}.`}
            >
              {holders.length === 0 ? null : (
                <ul className={styles["paths"]}>
                  {holders.map(({ principal, grants }) => (
                    <li key={principal.id}>
                      {grants.map((path) => (
                        <GrantPathView
                          key={[
                            path.bindingId,
                            ...path.groups.map(({ id }) => id),
                            ...path.roles.map(({ id }) => id),
                          ].join(" ")}
                          principal={principal}
                          path={path}
                        />
                      ))}
                    </li>
                  ))}
                </ul>
              )}
            </Section>
          )}
        </Loaded>
      )}
    </>
  );
}
