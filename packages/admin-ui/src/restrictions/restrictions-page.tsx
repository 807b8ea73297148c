import type { RestrictionRecord, ScopeRef } from "@countersign/core";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useAddressPart, useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useDecide, useMaySomewhere } from "../client/may.ts";
import { useMe } from "../client/me.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { ActionButton } from "../interface/action-button.tsx";
import { DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { useGo } from "../interface/page-link.tsx";
import { restrictionsAddress } from "../interface/restrictions-address.ts";
import { ScopePicker, useScopeOptions } from "../interface/scope-picker.tsx";
import { PageShape, TableShape } from "../interface/skeletons.tsx";
import { LiftDialog } from "./lift-dialog.tsx";
import { RestrictDialog } from "./restrict-dialog.tsx";
import { restrictionColumns } from "./restriction-columns.tsx";
import { fromTheTop, relationTo, whatIsShown } from "./restriction-words.ts";
import styles from "./restrictions-page.module.css";
import { restrictionsSearch } from "./restrictions-search.ts";

type Place = Pick<ScopeRef, "id" | "type" | "path">;

/** What is switched off anywhere in the organization? */
export function OrganizationRestrictionsPage() {
  const { organization } = useMe();
  return <Restrictions place={{ id: organization.id, type: "organization", path: organization.name }} />;
}

/** What is switched off in a workspace, or in one of its folders? */
export function WorkspaceRestrictionsPage() {
  const name = useAddressPart("workspace");
  const { folder: folderId } = useSearchOf(restrictionsSearch);
  const { all } = useWorkspaces();
  const workspace = all?.find((candidate) => candidate.name === name);
  const folders = useAsk(
    ["folder", "list", workspace?.id],
    (client, options) => client.folder.list({ workspaceId: workspace?.id ?? "" }, options),
    { enabled: folderId !== undefined && workspace !== undefined },
  );
  if (all === undefined || (folderId !== undefined && folders.isLoading)) return <PageShape />;
  if (workspace === undefined) {
    return (
      <Page title="Restrictions">
        <EmptyState title={`There is no workspace “${name}” that you may see`}>
          Choose another above the navigation, or ask an administrator for access to it.
        </EmptyState>
      </Page>
    );
  }
  const folder = folders.data?.find(({ id }) => id === folderId);
  return (
    <Restrictions
      place={
        folder === undefined
          ? { id: workspace.id, type: "workspace", path: name }
          : { id: folder.id, type: "folder", path: `${name}/${folder.path}` }
      }
    />
  );
}

function Restrictions({ place }: { readonly place: Place }) {
  const { restriction: selectedId } = useSearchOf(restrictionsSearch);
  const go = useGo();
  const decide = useDecide();
  const anywhere = useMaySomewhere("restriction:manage");
  const options = useScopeOptions();
  const [restricting, setRestricting] = useState(false);
  const [lifting, setLifting] = useState<RestrictionRecord | null>(null);
  const restrictions = useAsk(["restriction", "list", place.id, "below"], (client, asked) =>
    client.restriction.list({ scopeId: place.id, below: true }, asked),
  );
  const { data } = restrictions;
  const rows = useMemo(() => fromTheTop(data ?? []), [data]);
  const { id, type, path } = place;
  const columns = useMemo(
    () =>
      restrictionColumns(
        ({ scope }) => relationTo({ id, type, path }, scope),
        ({ askedAt }) => decide("restriction:manage", askedAt),
        setLifting,
      ),
    [id, type, path, decide],
  );
  const restrict = (
    <ActionButton
      why={anywhere.why}
      leftSection={<IconLock size={14} aria-hidden />}
      onClick={() => setRestricting(true)}
    >
      Restrict…
    </ActionButton>
  );
  return (
    <Page title="Restrictions" question={whatIsShown(place)} wide actions={restrict}>
      <div className={styles["where"]}>
        <ScopePicker
          value={id}
          onChange={(chosen) => {
            const scope = options.find((option) => option.id === chosen);
            if (scope !== undefined) go(restrictionsAddress(scope));
          }}
        />
      </div>
      <Loaded query={restrictions} shape={<TableShape rows={3} />}>
        {() => (
          <DataTable
            label={`Restrictions of ${path}`}
            columns={columns}
            rows={rows}
            rowId={(restriction) => restriction.id}
            selectedId={selectedId ?? null}
            empty={
              <EmptyState
                icon={<IconLockOpen size={20} />}
                title={`Nothing is switched off in ${path}`}
                action={restrict}
              >
                A restriction takes permissions away from everybody at a place and below, whoever gave them: deleting in
                production, or publishing while something is looked into. Lifting it gives them back.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {restricting ? <RestrictDialog scopeId={id} onClose={() => setRestricting(false)} /> : null}
      {lifting === null ? null : <LiftDialog restriction={lifting} known={rows} onClose={() => setLifting(null)} />}
    </Page>
  );
}
