import type { GroupRecord } from "@countersign/core";
import { IconUsers } from "@tabler/icons-react";
import { useMemo } from "react";
import { useAct } from "../client/act.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Holder } from "../interface/holder.tsx";

interface MemberRow {
  readonly type: "user" | "service-account" | "group";
  readonly id: string;
  readonly name: string;
}

/** Who is in a group: groups first, then people. */
export function GroupMembers({ group, why }: { readonly group: GroupRecord; readonly why: string | null }) {
  const remove = useAct((client, row: MemberRow) => client.group.removeMember(membership(group, row)), {
    done: (_, row) => `${row.name} is no longer in ${group.name}.`,
    undo: (client, row) => client.group.addMember(membership(group, row)),
  });
  const { run } = remove;
  const rows: readonly MemberRow[] = useMemo(
    () => [...group.groups.map((inner): MemberRow => ({ type: "group", ...inner })), ...group.members],
    [group],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is run is the same act in each render
  const columns = useMemo(
    (): readonly Column<MemberRow>[] => [
      { id: "who", header: "Who", cell: (row) => <Holder holder={row} /> },
      { id: "what", header: "Is", cell: (row) => (row.type === "group" ? "a group" : "a person") },
      {
        id: "actions",
        header: "",
        align: "right",
        cell: (row) => (
          <ActionButton variant="default" why={why} onClick={() => void run(row)}>
            Take out
          </ActionButton>
        ),
      },
    ],
    [why],
  );
  return (
    <>
      <ErrorNotice error={remove.error} />
      <DataTable
        label={`Members of ${group.name}`}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        empty={
          <EmptyState icon={<IconUsers size={20} />} title="Nobody is in it">
            Add people, or other groups. They get the roles that this group holds.
          </EmptyState>
        }
      />
    </>
  );
}

function membership(group: GroupRecord, row: MemberRow) {
  return { groupId: group.id, member: { type: row.type === "group" ? "group" : "principal", id: row.id } } as const;
}
