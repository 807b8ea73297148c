import type { KeyRecord } from "@countersign/core";
import { Button, Group, Stack, Switch } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useAct } from "../client/act.ts";
import { useSearchOf } from "../client/address-state.ts";
import { usePages } from "../client/pages.ts";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { useSetSearch } from "../interface/page-link.tsx";
import { PrincipalPicker } from "../interface/principal-picker.tsx";
import { useScopeOptions } from "../interface/scope-picker.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { keyColumns } from "./key-columns.tsx";
import { keysSearch } from "./keys-search.ts";
import { NewKeyDialog } from "./new-key-dialog.tsx";

/** What can machines do? */
export function KeysPage() {
  const search = useSearchOf(keysSearch);
  const setSearch = useSetSearch<typeof search>();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<KeyRecord | null>(null);
  const scopes = useScopeOptions();
  const paged = usePages(["key", "list", search], (client, page, options) =>
    client.key.list({ ...page, principalId: search.principal, includeEnded: search.ended }, options),
  );
  const revoke = useAct((client, keyId: string) => client.key.revoke({ keyId }), {
    done: (key) => `The key ${key.name} opens nothing any more.`,
  });
  const columns = useMemo(
    () => keyColumns((id) => scopes.find((scope) => scope.id === id)?.path ?? "a place out of your sight", setRevoking),
    [scopes],
  );
  const newKey = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  return (
    <Page
      title="Keys"
      question="What machines can do. A key never exceeds whom it acts as; you see your own and those you manage."
      wide
      actions={newKey}
    >
      <Stack gap="sm">
        <Group gap="md" align="flex-end">
          <PrincipalPicker
            label="Acts as"
            placeholder="Anybody"
            clearable
            value={search.principal ?? null}
            onChange={(principal) => setSearch({ principal: principal ?? undefined })}
          />
          <Switch
            mb={8}
            label="Ended ones too"
            checked={search.ended === true}
            onChange={(event) => setSearch({ ended: event.currentTarget.checked || undefined })}
          />
        </Group>
        <Loaded query={paged.query} shape={<TableShape rows={4} />}>
          {() => (
            <DataTable
              label="Keys"
              columns={columns}
              rows={paged.rows}
              rowId={(key) => key.id}
              paged={paged}
              noun="keys"
              empty={
                <EmptyState icon={<IconKey size={20} />} title="No key here" action={newKey}>
                  With a key an application fetches what a label serves, and a script does what you do. Make it as
                  narrow as its use.
                </EmptyState>
              }
            />
          )}
        </Loaded>
      </Stack>
      {creating ? <NewKeyDialog principalId={search.principal ?? null} onClose={() => setCreating(false)} /> : null}
      <ConfirmByName
        key={revoking?.id ?? ""}
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title="Revoke this key?"
        name={revoking?.name ?? ""}
        verb="Revoke key"
        pending={revoke.pending}
        error={revoke.error}
        onConfirm={() => {
          void revoke.run(revoking?.id ?? "").then((answer) => {
            if (answer !== undefined) setRevoking(null);
          });
        }}
      >
        Whatever runs with it stops at once and for good. Put a new key in its place first if something still does.
      </ConfirmByName>
    </Page>
  );
}
