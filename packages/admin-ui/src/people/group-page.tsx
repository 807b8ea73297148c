import type { GroupRecord } from "@countersign/core";
import { Select } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useAddressPart } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { type May, useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { CopyableId } from "../interface/copyable-id.tsx";
import { Facts } from "../interface/facts.tsx";
import { FormDialog } from "../interface/form-dialog.tsx";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import { PrincipalPicker } from "../interface/principal-picker.tsx";
import { Section } from "../interface/section.tsx";
import { When } from "../interface/when.tsx";
import { BindingsSection } from "./bindings-section.tsx";
import { GroupMembers } from "./group-members.tsx";
import { NameDialog, type NameWords } from "./name-dialog.tsx";

/** Who is in this group, and what does it give them? */
export function GroupPage() {
  const groupId = useAddressPart("groupId");
  const group = useAsk(["group", "get", groupId], (client, options) => client.group.get({ groupId }, options));
  return <LoadedPage query={group}>{(data) => <OneGroup group={data} />}</LoadedPage>;
}

function OneGroup({ group }: { readonly group: GroupRecord }) {
  const may = useMay("group:manage", null);
  const go = useGo();
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const close = () => setDialog(null);
  const rename = useAct((client, words: NameWords) => client.group.update({ groupId: group.id, ...words }), {
    done: "The group is saved.",
  });
  const remove = useAct((client, groupId: string) => client.group.delete({ groupId }), {
    done: `The group ${group.name} is deleted.`,
  });
  return (
    <Page
      title={group.name}
      trail={<PageLink to={addresses.groups()}>Groups</PageLink>}
      question={group.description}
      actions={
        <>
          <ActionButton
            variant="default"
            why={may.why}
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => setDialog("rename")}
          >
            Rename
          </ActionButton>
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
      <Facts
        facts={[
          ["Id", <CopyableId key="id" id={group.id} />],
          ["Created", <When key="created" at={group.createdAt} />],
          group.managedBy === null ? null : ["Managed by", `${group.managedBy}; changes here may be undone by it`],
        ]}
      />
      <MembersSection group={group} may={may} />
      <BindingsSection holder={{ type: "group", id: group.id, name: group.name }} bindings={group.bindings} />
      {dialog === "rename" ? (
        <NameDialog title={`Rename ${group.name}`} verb="Save" start={group} act={rename} onClose={close} />
      ) : null}
      <ConfirmByName
        opened={dialog === "delete"}
        onClose={close}
        title={`Delete ${group.name}?`}
        name={group.name}
        verb="Delete group"
        pending={remove.pending}
        error={remove.error}
        onConfirm={() => {
          void remove.run(group.id).then((answer) => {
            if (answer !== undefined) go(addresses.groups());
          });
        }}
      >
        Its members lose what the group gives them at once
        {group.bindings.length === 0
          ? ""
          : `: ${group.bindings.length === 1 ? "a role" : `${group.bindings.length} roles`}`}
        . They stay in the organization.
      </ConfirmByName>
    </Page>
  );
}

function MembersSection({ group, may }: { readonly group: GroupRecord; readonly may: May }) {
  const [adding, setAdding] = useState<"principal" | "group" | null>(null);
  return (
    <Section
      title="Members"
      note="People, and groups whose people count as members too."
      actions={
        <>
          <ActionButton
            variant="default"
            why={may.why}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setAdding("group")}
          >
            Add a group
          </ActionButton>
          <ActionButton
            variant="default"
            why={may.why}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setAdding("principal")}
          >
            Add a person
          </ActionButton>
        </>
      }
    >
      <GroupMembers group={group} why={may.why} />
      {adding === null ? null : <AddMemberDialog group={group} type={adding} onClose={() => setAdding(null)} />}
    </Section>
  );
}

interface AddMemberDialogProps {
  readonly group: GroupRecord;
  readonly type: "principal" | "group";
  onClose(): void;
}

function AddMemberDialog({ group, type, onClose }: AddMemberDialogProps) {
  const [id, setId] = useState<string | null>(null);
  const groups = useAsk(["group", "list", "all"], (client, options) => client.group.list({ limit: 200 }, options));
  const add = useAct(
    (client, memberId: string) => client.group.addMember({ groupId: group.id, member: { type, id: memberId } }),
    { done: `Added to ${group.name}.` },
  );
  const submit = async () => {
    if (id !== null && (await add.run(id)) !== undefined) onClose();
  };
  const taken = [group.id, ...group.groups.map((inner) => inner.id)];
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={type === "group" ? `Add a group to ${group.name}` : `Add a person to ${group.name}`}
      verb="Add"
      why={id === null ? "Choose whom to add." : null}
      pending={add.pending}
      error={add.error}
      onSubmit={() => void submit()}
    >
      {type === "group" ? (
        <Select
          label="Group"
          description="All of its people get what this group gives."
          searchable
          placeholder="Choose a group"
          data={(groups.data?.items ?? [])
            .filter((other) => !taken.includes(other.id))
            .map((other) => ({ value: other.id, label: other.name }))}
          value={id}
          onChange={setId}
        />
      ) : (
        <PrincipalPicker
          label="Person"
          description="They get what this group gives, at once."
          machines={false}
          without={group.members.map((member) => member.id)}
          value={id}
          onChange={setId}
        />
      )}
    </FormDialog>
  );
}
