import type { RoleRecord } from "@countersign/core";
import { Badge, Group } from "@mantine/core";
import { IconArrowsLeftRight, IconCopy, IconLock, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useAddressPart } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { Facts } from "../interface/facts.tsx";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import { PermissionList } from "../interface/permission-list.tsx";
import { SaveBar } from "../interface/save-bar.tsx";
import { Section } from "../interface/section.tsx";
import { unsavedWords, withDraft } from "./role-drafts.ts";
import { RoleForm, type RoleFormValue } from "./role-form.tsx";
import { RoleHolders } from "./role-holders.tsx";
import { SaveReview } from "./save-review.tsx";

/** What does this role mean, and who holds it? */
export function RolePage() {
  const roleId = useAddressPart("roleId");
  const role = useAsk(["role", "get", roleId], (client, options) => client.role.get({ roleId }, options));
  const roles = useAsk(["role", "list"], (client, options) => client.role.list({}, options));
  return (
    <LoadedPage query={role}>
      {(data) => <LoadedPage query={roles}>{(all) => <OneRole key={data.id} role={data} roles={all} />}</LoadedPage>}
    </LoadedPage>
  );
}

function OneRole({ role, roles }: { readonly role: RoleRecord; readonly roles: readonly RoleRecord[] }) {
  const may = useMay("role:manage", null);
  const go = useGo();
  const [value, setValue] = useState<RoleFormValue>(role);
  const [reviewing, setReviewing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const remove = useAct((client, roleId: string) => client.role.delete({ roleId }), {
    done: `${role.name} is deleted.`,
  });
  const drafts = withDraft(new Map(), role, value);
  const renamed = value.name !== role.name || value.description !== role.description;
  const unsaved = unsavedWords([role], drafts) ?? (renamed ? "Name or description changed." : null);
  const nameOf = (id: string) => roles.find((other) => other.id === id)?.name ?? id;
  return (
    <Page
      title={role.name}
      trail={<PageLink to={addresses.roles()}>Roles</PageLink>}
      question={role.description}
      badge={
        role.builtIn ? (
          <Badge variant="light" color="gray" leftSection={<IconLock size={12} aria-hidden />}>
            Built in
          </Badge>
        ) : null
      }
      actions={
        <>
          <ActionButton
            variant="default"
            leftSection={<IconArrowsLeftRight size={14} aria-hidden />}
            onClick={() => go(addresses.roles({ tab: "compare", left: role.id }))}
          >
            Compare
          </ActionButton>
          <ActionButton
            variant="default"
            why={may.why}
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={() => go(addresses.newRole(role.id))}
          >
            Copy to a new role
          </ActionButton>
          {role.builtIn ? null : (
            <ActionButton
              variant="default"
              color="red"
              why={may.why ?? (role.bindingCount > 0 ? "It is given to somebody. Take it back first, below." : null)}
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => setDeleting(true)}
            >
              Delete
            </ActionButton>
          )}
        </>
      }
    >
      <Facts
        facts={[
          role.managedBy === null ? null : ["Managed by", `${role.managedBy}; changes here may be undone by it`],
          role.includes.length === 0
            ? null
            : [
                "Includes",
                <Group key="includes" gap="xs">
                  {role.includes.map((id) => (
                    <PageLink key={id} to={addresses.role(id)}>
                      {nameOf(id)}
                    </PageLink>
                  ))}
                </Group>,
              ],
          ["May hand on", role.mayGrant.length === 0 ? "nothing" : `${role.mayGrant.length} permissions`],
        ]}
      />
      <RoleForm saved={role} value={value} onChange={setValue} roles={roles} locked={role.builtIn || !may.allowed} />
      {role.includes.length === 0 ? null : (
        <Section title="Effective permissions" note="What a holder may, included roles counted, as it is saved now.">
          <PermissionList permissions={role.may} />
        </Section>
      )}
      <RoleHolders role={role} />
      <SaveBar
        unsaved={role.builtIn ? null : unsaved}
        verb="Review and save"
        why={may.why ?? (value.name.trim() === "" ? "A role needs a name." : null)}
        onDiscard={() => setValue(role)}
        onSave={() => setReviewing(true)}
      />
      <SaveReview
        opened={reviewing}
        onClose={() => setReviewing(false)}
        roles={[role]}
        drafts={drafts}
        words={{ name: value.name.trim(), description: value.description }}
        onSaved={() => setReviewing(false)}
      />
      <ConfirmByName
        opened={deleting}
        onClose={() => setDeleting(false)}
        title="Delete this role?"
        name={role.name}
        verb="Delete role"
        pending={remove.pending}
        error={remove.error}
        onConfirm={() => {
          void remove.run(role.id).then((answer) => {
            if (answer !== undefined) go(addresses.roles());
          });
        }}
      >
        The role goes for good. It can't be deleted while somebody holds it or another role includes it.
      </ConfirmByName>
    </Page>
  );
}
