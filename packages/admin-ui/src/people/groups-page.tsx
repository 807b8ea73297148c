import type { GroupRecord } from "@countersign/core";
import { Stack } from "@mantine/core";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useSearchOf } from "../client/address-state.ts";
import { useMay } from "../client/may.ts";
import { usePages } from "../client/pages.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo, useSetSearch } from "../interface/page-link.tsx";
import { SearchBox } from "../interface/search-box.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { heldRoles } from "./held-roles.ts";
import styles from "./members-table.module.css";
import { NameDialog, type NameWords } from "./name-dialog.tsx";
import { groupsSearch } from "./people-search.ts";
import { RoleChips } from "./role-chips.tsx";

const columns: readonly Column<GroupRecord>[] = [
  {
    id: "name",
    header: "Group",
    cell: (group) => (
      <span className={styles["person"]}>
        <span className={styles["name"]}>
          <PageLink data-row-link to={addresses.group(group.id)}>
            {group.name}
          </PageLink>
        </span>
        <span className={styles["email"]}>{group.description}</span>
      </span>
    ),
  },
  {
    id: "roles",
    header: "Roles",
    width: "18rem",
    cell: (group) => <RoleChips roles={heldRoles({ bindings: group.bindings, groups: [] }, [])} />,
  },
  { id: "people", header: "People", align: "right", cell: (group) => group.members.length },
  { id: "groups", header: "Groups in it", align: "right", cell: (group) => group.groups.length },
  { id: "managed", header: "Managed by", secondary: true, cell: (group) => group.managedBy ?? "people" },
];

/** Which groups are there, and what do they give their members? */
export function GroupsPage() {
  const search = useSearchOf(groupsSearch);
  const setSearch = useSetSearch<typeof search>();
  const may = useMay("group:manage", null);
  const go = useGo();
  const [creating, setCreating] = useState(false);
  const paged = usePages(["group", "list", search.search], (client, page, options) =>
    client.group.list({ ...page, search: search.search }, options),
  );
  const create = useAct((client, words: NameWords) => client.group.create(words), {
    done: (group) => `The group ${group.name} is created.`,
  });
  const newGroup = (
    <ActionButton why={may.why} leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      New group
    </ActionButton>
  );
  return (
    <Page title="Groups" question="Sets of people that hold roles together." wide actions={newGroup}>
      <Stack gap="sm">
        <SearchBox
          label="Search groups"
          value={search.search ?? ""}
          onSearch={(text) => setSearch({ search: text || undefined })}
        />
        <Loaded query={paged.query} shape={<TableShape rows={5} />}>
          {() => (
            <DataTable
              label="Groups"
              columns={columns}
              rows={paged.rows}
              rowId={(group) => group.id}
              paged={paged}
              noun="groups"
              empty={
                <EmptyState
                  icon={<IconUsersGroup size={20} />}
                  title={search.search === undefined ? "No group yet" : "No group is called so"}
                  action={search.search === undefined ? newGroup : undefined}
                >
                  A group gives each of its members the roles that it holds. Give roles to groups and people come and go
                  without anybody forgetting what to take.
                </EmptyState>
              }
            />
          )}
        </Loaded>
      </Stack>
      {creating ? (
        <NameDialog
          title="New group"
          verb="Create group"
          start={{ name: "", description: "" }}
          act={create}
          onClose={() => setCreating(false)}
          onDone={(group) => go(addresses.group(group.id))}
        />
      ) : null}
    </Page>
  );
}
