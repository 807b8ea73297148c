import { Skeleton, UnstyledButton } from "@mantine/core";
import { IconKeyboard, IconSearch } from "@tabler/icons-react";
import { Link, useMatchRoute } from "@tanstack/react-router";
import { useAsk } from "../client/ask.ts";
import { useDecide } from "../client/may.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { searchOf } from "../interface/addresses.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Brand } from "./brand.tsx";
import type { NavigationEntry, NavigationSection } from "./feature.ts";
import { features } from "./features.ts";
import styles from "./navigation.module.css";
import { navigationOf } from "./navigation-blocks.ts";
import { modifierName } from "./shell-keys.ts";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

const headings: Readonly<Record<NavigationSection, string | null>> = {
  work: null,
  workspace: null,
  people: "People and machines",
  access: "Access",
  organization: "Organization",
};

export interface NavigationProps {
  onSearch(): void;
  onKeys(): void;
}

/** The left navigation: search, the person's own work, the workspace that is worked in, the organization. */
export function Navigation({ onSearch, onKeys }: NavigationProps) {
  const decide = useDecide();
  const { current } = useWorkspaces();
  // Until it is known what there is for this person, the lines stand as shapes, so that nothing moves when it is.
  const slice = useAsk(["access", "slice"], (client, options) => client.access.slice({}, options));
  const list = useAsk(["workspace", "list"], (client, options) => client.workspace.list({}, options));
  const known = !slice.isPending && !list.isPending;
  const awaiting = useAsk(["request", "awaiting"], (client, options) =>
    client.request.list({ filter: "awaiting-me", state: "open", limit: 50 }, options),
  );
  const count = awaiting.data?.items.length ?? 0;
  const scopes = slice.data?.state.scopes ?? [];
  const shown = ({ needs, needsSomewhere }: NavigationEntry) =>
    (needs === undefined || decide(needs, null).allowed) &&
    (needsSomewhere === undefined ||
      scopes.some(({ id }) => needsSomewhere.some((permission) => decide(permission, id).allowed)));
  return (
    <div className={styles["nav"]}>
      <div className={styles["top"]}>
        <Brand />
        <UnstyledButton className={styles["search"]} onClick={onSearch}>
          <IconSearch size={15} aria-hidden />
          <span>Search</span>
          <kbd>{modifierName()}K</kbd>
        </UnstyledButton>
      </div>
      <nav aria-label="Console" className={styles["blocks"]}>
        {navigationOf(features).map(({ section, entries }) => {
          const visible = known ? entries.filter(shown) : entries;
          if (known && (visible.length === 0 || (section === "workspace" && current === null))) return null;
          return (
            <div key={section} className={styles["block"]}>
              {section === "workspace" ? <WorkspaceSwitcher /> : null}
              {headings[section] === null ? null : <p className={styles["heading"]}>{headings[section]}</p>}
              <ul>
                {visible.map((entry) => (
                  <li key={entry.label}>
                    {!known && section !== "work" ? (
                      <LineShape />
                    ) : (
                      <Line entry={entry} workspace={current?.name ?? ""} count={entry.key === "v" ? count : 0} />
                    )}
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <div className={styles["foot"]}>
        <AccountMenu />
        <UnstyledButton className={styles["keys"]} onClick={onKeys} aria-label="Shortcut keys" title="Shortcut keys">
          <IconKeyboard size={17} aria-hidden />
        </UnstyledButton>
      </div>
    </div>
  );
}

function LineShape() {
  return (
    <div className={styles["shape"]} aria-hidden>
      <Skeleton height={10} width="60%" />
    </div>
  );
}

interface LineProps {
  readonly entry: NavigationEntry;
  readonly workspace: string;
  readonly count: number;
}

function Line({ entry, workspace, count }: LineProps) {
  const to = entry.to(workspace);
  const Icon = entry.icon;
  const matches = useMatchRoute();
  const isAlso = entry.also !== undefined && matches({ to: entry.also.path }) !== false;
  return (
    <Link
      to={to.path}
      search={searchOf(to)}
      className={styles["line"] ?? ""}
      activeOptions={{ exact: to.path === "/", includeSearch: false }}
      activeProps={{ "data-current": true }}
      {...(isAlso ? { "data-current": true, "aria-current": "page" } : {})}
    >
      <Icon size={16} stroke={1.7} aria-hidden />
      <span>{entry.label}</span>
      {count > 0 ? (
        <span className={styles["count"]} title={`${count} waiting for you`}>
          {count}
        </span>
      ) : null}
    </Link>
  );
}
