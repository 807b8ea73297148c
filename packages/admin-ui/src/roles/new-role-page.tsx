import type { RoleRecord } from "@countersign/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import { RolePicker } from "../interface/role-picker.tsx";
import { SaveBar } from "../interface/save-bar.tsx";
import { RoleForm, type RoleFormValue } from "./role-form.tsx";
import { newRoleSearch } from "./roles-search.ts";

/** A role that is not yet stored has no id. */
const unsaved: RoleRecord = {
  id: "",
  name: "",
  description: "",
  builtIn: false,
  permissions: [],
  includes: [],
  may: [],
  mayGrant: [],
  bindingCount: 0,
  managedBy: null,
  createdAt: "",
};

/** What should the new role mean? */
export function NewRolePage() {
  const { from } = useSearchOf(newRoleSearch);
  const roles = useAsk(["role", "list"], (client, options) => client.role.list({}, options));
  return (
    <LoadedPage query={roles}>
      {(all) => <NewRole key={from ?? ""} roles={all} from={all.find((role) => role.id === from) ?? null} />}
    </LoadedPage>
  );
}

function NewRole({ roles, from }: { readonly roles: readonly RoleRecord[]; readonly from: RoleRecord | null }) {
  const may = useMay("role:manage", null);
  const go = useGo();
  const [start] = useState<RoleFormValue>(() => startFrom(from));
  const [value, setValue] = useState(start);
  const [created, setCreated] = useState(false);
  // Marks what differs from the role that was copied, and everything where none was.
  const { permissions, includes } = start;
  const base = { permissions, includes };
  const create = useAct((client, input: RoleFormValue) => client.role.create(input), {
    done: (role) => `${role.name} is created. Nobody holds it yet.`,
  });
  const name = value.name.trim();
  const taken = roles.some((role) => role.name.toLowerCase() === name.toLowerCase());
  const save = async () => {
    const role = await create.run({ ...pick(value), name });
    if (role === undefined) return;
    // The bar must not ask about leaving what has just been saved.
    setCreated(true);
    setTimeout(() => go(addresses.role(role.id), { replace: true }));
  };
  return (
    <Page
      title="New role"
      trail={<PageLink to={addresses.roles()}>Roles</PageLink>}
      question="A role gives nothing until it is bound to somebody somewhere."
    >
      <RolePicker
        label="Start from"
        placeholder="Nothing"
        clearable
        value={from?.id ?? null}
        onChange={(roleId) => go(addresses.newRole(roleId ?? undefined), { replace: true })}
      />
      <RoleForm saved={{ ...unsaved, ...base }} value={value} onChange={setValue} roles={roles} locked={!may.allowed} />
      <ErrorNotice error={create.error} />
      <SaveBar
        unsaved={created ? null : describe(value)}
        asks={value !== start}
        verb="Create role"
        why={
          may.why ?? (name === "" ? "A role needs a name." : taken ? `There is a role called ${name} already.` : null)
        }
        pending={create.pending}
        onDiscard={() => setValue(start)}
        onSave={() => void save()}
      />
    </Page>
  );
}

function startFrom(from: RoleRecord | null): RoleFormValue {
  if (from === null) return pick(unsaved);
  const permissions = from.builtIn ? from.may : from.permissions;
  return { name: `${from.name} copy`, description: from.description, permissions, includes: from.includes };
}

function pick({ name, description, permissions, includes }: RoleFormValue): RoleFormValue {
  return { name, description, permissions, includes };
}

function describe({ permissions, includes }: RoleFormValue): string {
  const through =
    includes.length === 0
      ? ""
      : includes.length === 1
        ? " and an included role"
        : ` and ${includes.length} included roles`;
  return `A new role with ${permissions.length === 1 ? "1 permission" : `${permissions.length} permissions`}${through}.`;
}
