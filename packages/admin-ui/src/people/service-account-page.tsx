import type { ServiceAccountRecord } from "@countersign/core";
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useAddressPart } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { CopyableId } from "../interface/copyable-id.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Facts } from "../interface/facts.tsx";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { useScopeOptions } from "../interface/scope-picker.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { AccountKeys } from "./account-keys.tsx";
import { BindingsSection } from "./bindings-section.tsx";
import { EffectiveSection } from "./effective-section.tsx";
import { ServiceAccountDialog } from "./service-account-dialog.tsx";
import { SuspendDialog } from "./suspend-dialog.tsx";

/** What does this machine do, and who answers for it? */
export function ServiceAccountPage() {
  const serviceAccountId = useAddressPart("serviceAccountId");
  const account = useAsk(["serviceAccount", "get", serviceAccountId], (client, options) =>
    client.serviceAccount.get({ serviceAccountId }, options),
  );
  return <LoadedPage query={account}>{(data) => <OneAccount account={data} />}</LoadedPage>;
}

function OneAccount({ account }: { readonly account: ServiceAccountRecord }) {
  const may = useMay("service-account:manage", account.homeScopeId);
  const go = useGo();
  const home = useScopeOptions().find(({ id }) => id === account.homeScopeId);
  const [dialog, setDialog] = useState<"edit" | "suspend" | "delete" | null>(null);
  const close = () => setDialog(null);
  const id = { serviceAccountId: account.id };
  const suspend = useAct((client, reason: string) => client.serviceAccount.suspend({ ...id, reason }), {
    done: `${account.name} is suspended; its keys open nothing.`,
    undo: (client) => client.serviceAccount.reactivate(id),
  });
  const reactivate = useAct((client, input: typeof id) => client.serviceAccount.reactivate(input), {
    done: `${account.name} is let in again.`,
  });
  const remove = useAct((client, input: typeof id) => client.serviceAccount.delete(input), {
    done: `${account.name} is deleted.`,
  });
  const then = (done: Promise<unknown>, next: () => void) => {
    void done.then((answer) => {
      if (answer !== undefined) next();
    });
  };
  return (
    <Page
      title={account.name}
      trail={<PageLink to={addresses.serviceAccounts()}>Service accounts</PageLink>}
      badge={<StateBadge state={account.state} />}
      question={account.description}
      actions={
        <>
          <ActionButton
            variant="default"
            why={may.why}
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => setDialog("edit")}
          >
            Change
          </ActionButton>
          {account.state === "active" ? (
            <ActionButton
              variant="default"
              why={may.why}
              leftSection={<IconPlayerPause size={14} aria-hidden />}
              onClick={() => setDialog("suspend")}
            >
              Suspend
            </ActionButton>
          ) : (
            <ActionButton
              variant="default"
              why={may.why}
              pending={reactivate.pending}
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              onClick={() => void reactivate.run(id)}
            >
              Reactivate
            </ActionButton>
          )}
          <ActionButton
            variant="default"
            color="red"
            why={may.why}
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => setDialog("delete")}
          >
            Delete
          </ActionButton>
        </>
      }
    >
      <ErrorNotice error={reactivate.error} />
      <Facts
        facts={[
          ["Id", <CopyableId key="id" id={account.id} />],
          home === undefined ? null : ["Home", <ScopePath key="home" scope={home} />],
          [
            "Responsible",
            account.responsible.map((person, index) => (
              <span key={person.id}>
                {index === 0 ? "" : ", "}
                <Person principal={person} plain />
              </span>
            )),
          ],
          ["Last used", <When key="used" at={account.lastUsedAt} />],
          ["Created", <When key="created" at={account.createdAt} />],
          account.managedBy === null ? null : ["Managed by", `${account.managedBy}; changes here may be undone by it`],
        ]}
      />
      <AccountKeys account={account} />
      <BindingsSection holder={{ type: "principal", id: account.id, name: account.name }} bindings={account.bindings} />
      <EffectiveSection principal={{ type: "service-account", id: account.id, name: account.name }} />
      {dialog === "edit" ? <ServiceAccountDialog account={account} onClose={close} /> : null}
      <SuspendDialog
        opened={dialog === "suspend"}
        onClose={close}
        name={account.name}
        pending={suspend.pending}
        error={suspend.error}
        onSuspend={(reason) => then(suspend.run(reason), close)}
      />
      <ConfirmByName
        opened={dialog === "delete"}
        onClose={close}
        title={`Delete ${account.name}?`}
        name={account.name}
        verb="Delete service account"
        pending={remove.pending}
        error={remove.error}
        onConfirm={() => then(remove.run(id), () => go(addresses.serviceAccounts()))}
      >
        Its roles and {account.keyCount === 1 ? "its key go" : `its ${account.keyCount} keys go`}; whatever runs with
        them stops. Its history stays under its name.
      </ConfirmByName>
    </Page>
  );
}
