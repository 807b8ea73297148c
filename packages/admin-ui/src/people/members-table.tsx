import type { GroupRecord, MemberRecord } from "@countersign/core";
import { Stack } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useMemo } from "react";
import { useAsk } from "../client/ask.ts";
import { usePages } from "../client/pages.ts";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { SearchBox } from "../interface/search-box.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { heldRoles, soonestEnd } from "./held-roles.ts";
import styles from "./members-table.module.css";
import { RoleChips } from "./role-chips.tsx";

export interface MembersTableProps {
  readonly search: string;
  onSearch(text: string): void;
}

/** Everybody in the organization, found by name or address. */
export function MembersTable({ search, onSearch }: MembersTableProps) {
  const paged = usePages(["member", "list", search], (client, page, options) =>
    client.member.list({ ...page, search: search === "" ? undefined : search }, options),
  );
  const groups = useAsk(["group", "list", "all"], (client, options) => client.group.list({ limit: 200 }, options));
  const columns = useMemo(() => memberColumns(groups.data?.items ?? []), [groups.data]);
  return (
    <Stack gap="sm">
      <SearchBox label="Search people" value={search} onSearch={onSearch} />
      <Loaded query={paged.query} shape={<TableShape />}>
        {() => (
          <DataTable
            label="Members"
            columns={columns}
            rows={paged.rows}
            rowId={(member) => member.id}
            paged={paged}
            noun="people"
            empty={
              <EmptyState icon={<IconUsers size={20} />} title={search === "" ? "Nobody here" : "Nobody is called so"}>
                {search === ""
                  ? "People join by an invitation link. Invite the first one above."
                  : "The search looks at names and addresses."}
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </Stack>
  );
}

function memberColumns(groups: readonly GroupRecord[]): readonly Column<MemberRecord>[] {
  return [
    {
      id: "name",
      header: "Person",
      width: "min(16rem, 38vw)",
      cell: (member) => (
        <span className={styles["person"]}>
          <span className={styles["name"]}>
            <PageLink data-row-link to={addresses.member(member.id)}>
              {member.name}
            </PageLink>
            {member.state === "suspended" ? <StateBadge state="suspended" /> : null}
          </span>
          <span className={styles["email"]}>{member.email}</span>
        </span>
      ),
    },
    { id: "roles", header: "Roles", cell: (member) => <RoleChips roles={heldRoles(member, groups)} /> },
    {
      id: "groups",
      header: "Groups",
      width: "12rem",
      cell: (member) =>
        member.groups.length === 0 ? (
          <span className={styles["none"]}>none</span>
        ) : (
          member.groups.map((group, index) => (
            <span key={group.id}>
              {index === 0 ? "" : ", "}
              <PageLink quiet to={addresses.group(group.id)}>
                {group.name}
              </PageLink>
            </span>
          ))
        ),
    },
    {
      id: "ends",
      header: "Next end",
      width: "8rem",
      cell: (member) => <When at={soonestEnd(heldRoles(member, groups))} never="—" />,
    },
    {
      id: "seen",
      header: "Last seen",
      width: "10rem",
      align: "right",
      cell: (member) => <When at={member.lastUsedAt} />,
    },
  ];
}
