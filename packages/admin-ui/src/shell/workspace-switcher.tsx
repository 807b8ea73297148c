import { Menu, UnstyledButton } from "@mantine/core";
import { IconBox, IconCheck, IconSelector } from "@tabler/icons-react";
import { useLocation } from "@tanstack/react-router";
import { useWorkspaces } from "../client/workspaces.tsx";
import { addresses, kindSegments } from "../interface/addresses.ts";
import { useGo } from "../interface/page-link.tsx";
import styles from "./workspace-switcher.module.css";

/** The workspace that is worked in, and the way to another; what is looked at stays. */
export function WorkspaceSwitcher() {
  const { all, current, remember } = useWorkspaces();
  const { pathname } = useLocation();
  const go = useGo();
  const kinds = ["prompt", "workflow", "dataset", "evaluation"] as const;
  const restrictions = pathname.endsWith("/restrictions");
  const kind = kinds.find((candidate) => pathname.endsWith(`/${kindSegments[candidate]}`)) ?? "prompt";
  return (
    <Menu width="target" position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={styles["switcher"]}>
          <span className={styles["mark"]} aria-hidden>
            <IconBox size={14} />
          </span>
          <span className={styles["names"]}>
            <span className={styles["caption"]}>Workspace</span>
            <span className={styles["name"]}>{current?.name ?? (all === undefined ? "…" : "none")}</span>
          </span>
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(all ?? []).map((workspace) => (
          <Menu.Item
            key={workspace.id}
            rightSection={workspace.id === current?.id ? <IconCheck size={14} aria-label="current" /> : null}
            onClick={() => {
              remember(workspace.name);
              go(restrictions ? addresses.restrictions(workspace.name) : addresses.resources(workspace.name, kind));
            }}
          >
            {workspace.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
