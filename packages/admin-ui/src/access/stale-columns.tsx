import { Checkbox } from "@mantine/core";
import type { Column } from "../interface/data-table.tsx";
import { Holder } from "../interface/holder.tsx";
import { Person } from "../interface/person.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { When } from "../interface/when.tsx";
import { type StaleRow, staleName } from "./stale-rows.ts";

/** The columns in which stale access is shown and chosen. */
export function staleColumns(chosen: ReadonlySet<string>, onToggle: (id: string) => void): readonly Column<StaleRow>[] {
  return [
    {
      id: "choose",
      header: "",
      width: "2.5rem",
      cell: (row) => (
        <Checkbox
          aria-label={`Choose ${staleName(row)}`}
          checked={chosen.has(row.id)}
          onChange={() => onToggle(row.id)}
        />
      ),
    },
    {
      id: "sort",
      header: "What",
      cell: sortWords,
    },
    {
      id: "who",
      header: "Whose",
      cell: (row) =>
        row.sort === "binding" ? <Holder holder={row.binding.holder} /> : <Person principal={row.principal} />,
    },
    {
      id: "detail",
      header: "Which",
      cell: (row) =>
        row.sort === "key" ? (
          row.name
        ) : row.sort === "binding" ? (
          <span>
            {row.binding.role.name} on <ScopePath scope={row.binding.scope} />
          </span>
        ) : null,
    },
    { id: "used", header: "Last used", align: "right", cell: (row) => <When at={row.lastUsedAt} /> },
    { id: "since", header: "There since", align: "right", secondary: true, cell: (row) => <When at={row.since} /> },
  ];
}

function sortWords(row: StaleRow): string {
  if (row.sort === "key") return "Unused key";
  if (row.sort === "binding") return row.why === "expired" ? "Expired role" : "Role never used";
  return row.principal.type === "user" ? "Unused person" : "Unused service account";
}
