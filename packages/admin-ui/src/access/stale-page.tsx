import type { StaleAccess } from "@countersign/core";
import { Button, Checkbox, Group, NativeSelect, Stack } from "@mantine/core";
import { IconDownload, IconSparkles } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { DataTable } from "../interface/data-table.tsx";
import { download } from "../interface/download.ts";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { useSetSearch } from "../interface/page-link.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { staleSearch } from "./access-search.ts";
import { RemoveStaleDialog } from "./remove-stale-dialog.tsx";
import { staleColumns } from "./stale-columns.tsx";
import styles from "./stale-page.module.css";
import { staleCsv, staleRows } from "./stale-rows.ts";

const periods = [30, 60, 90, 180, 365] as const;

/** Which access does nobody use any more? */
export function StalePage() {
  const search = useSearchOf(staleSearch);
  const setSearch = useSetSearch<typeof search>();
  const days = search.days ?? 90;
  const stale = useAsk(["access", "stale", days], (client, options) => client.access.stale({ days }, options), {
    keepPrevious: true,
  });
  return (
    <Page title="Stale access" question="Access that nobody uses: the less there is, the less can be misused." wide>
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label="Unused for"
          value={String(days)}
          data={[...new Set([...periods, days])]
            .sort((a, b) => a - b)
            .map((period) => ({ value: String(period), label: period === 1 ? "1 day" : `${period} days` }))}
          onChange={(event) => setSearch({ days: Number(event.currentTarget.value) })}
        />
      </Group>
      <Loaded query={stale} shape={<TableShape />}>
        {(data) => <StaleTable stale={data} days={days} />}
      </Loaded>
    </Page>
  );
}

function StaleTable({ stale, days }: { readonly stale: StaleAccess; readonly days: number }) {
  const rows = useMemo(() => staleRows(stale), [stale]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [removing, setRemoving] = useState(false);
  // What is gone is no longer chosen, however it went.
  const selected = rows.filter(({ id }) => chosen.has(id));
  const columns = useMemo(() => {
    const toggle = (id: string) =>
      setChosen((now) => new Set(now.has(id) ? [...now].filter((other) => other !== id) : [...now, id]));
    return staleColumns(chosen, toggle);
  }, [chosen]);
  const all = selected.length === rows.length;
  return (
    <Stack gap="sm">
      {rows.length === 0 ? null : (
        <div className={styles["bar"]}>
          <Checkbox
            label={selected.length === 0 ? `Choose all ${rows.length}` : `${selected.length} of ${rows.length} chosen`}
            checked={all}
            indeterminate={selected.length > 0 && !all}
            onChange={() => setChosen(new Set(all ? [] : rows.map(({ id }) => id)))}
          />
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconDownload size={14} aria-hidden />}
              onClick={() =>
                download(`stale-access-${days}-days.csv`, new Blob([staleCsv(rows)], { type: "text/csv" }))
              }
            >
              Export CSV
            </Button>
            <ActionButton
              color="red"
              why={selected.length === 0 ? "Choose what to remove first." : null}
              onClick={() => setRemoving(true)}
            >
              Remove chosen
            </ActionButton>
          </Group>
        </div>
      )}
      <DataTable
        label="Stale access"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        empty={
          <EmptyState icon={<IconSparkles size={20} />} title="Nothing is stale">
            Everybody and every key was used in the last {days} days, and no role is expired or was never used.
          </EmptyState>
        }
      />
      {removing ? (
        <RemoveStaleDialog
          rows={selected}
          onClose={() => setRemoving(false)}
          onRemoved={(ids) => setChosen((now) => new Set([...now].filter((id) => !ids.includes(id))))}
        />
      ) : null}
    </Stack>
  );
}
