import type { BindingRecord } from "@countersign/core";
import { IconPlus, IconShieldLock } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useAct } from "../client/act.ts";
import { type May, useDecide } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { FormDialog } from "../interface/form-dialog.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { Section } from "../interface/section.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { useMayAnywhere } from "../interface/use-may-anywhere.ts";
import { When } from "../interface/when.tsx";
import styles from "./bindings-section.module.css";
import { GiveRoleDialog } from "./give-role-dialog.tsx";

export interface BindingsSectionProps {
  readonly holder: { readonly type: "principal" | "group"; readonly id: string; readonly name: string };
  readonly bindings: readonly BindingRecord[];
}

/** The roles given to somebody directly, and giving and taking them. */
export function BindingsSection({ holder, bindings }: BindingsSectionProps) {
  const [giving, setGiving] = useState(false);
  const [taking, setTaking] = useState<BindingRecord | null>(null);
  const decide = useDecide();
  const anywhere = useMayAnywhere("binding:manage");
  const take = useAct((client, binding: BindingRecord) => client.binding.delete({ bindingId: binding.id }), {
    done: `The role is taken away from ${holder.name}.`,
    // The same again, as a new binding: by whom and when it was given is what is true then.
    undo: (client, { role, scope, reason, notBefore, expiresAt, managedBy }) =>
      client.binding.create({
        holder: { type: holder.type, id: holder.id },
        roleId: role.id,
        scopeId: scope.id,
        reason,
        notBefore,
        expiresAt,
        ...(managedBy === null ? {} : { managedBy }),
      }),
  });
  const columns = useMemo(
    () => bindingColumns((binding) => decide("binding:manage", binding.scope.id), setTaking),
    [decide],
  );
  const add = (
    <ActionButton
      variant="default"
      why={anywhere.why}
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => setGiving(true)}
    >
      Give a role
    </ActionButton>
  );
  return (
    <Section title="Roles" note={`What ${holder.name} was given directly, where, and until when.`} actions={add}>
      <DataTable
        label={`Roles of ${holder.name}`}
        columns={columns}
        rows={bindings}
        rowId={(binding) => binding.id}
        empty={
          <EmptyState icon={<IconShieldLock size={20} />} title="No role of its own">
            A role given here counts at its place and everywhere below. You see the roles of others only with
            access:view.
          </EmptyState>
        }
      />
      {giving ? <GiveRoleDialog holder={holder} onClose={() => setGiving(false)} /> : null}
      <FormDialog
        opened={taking !== null}
        onClose={() => setTaking(null)}
        title={`Take ${taking?.role.name ?? "the role"} away from ${holder.name}?`}
        verb="Take away"
        destructive
        pending={take.pending}
        error={take.error}
        onSubmit={() => {
          if (taking === null) return;
          void take.run(taking).then((answer) => {
            if (answer !== undefined) setTaking(null);
          });
        }}
      >
        It stops counting on {taking?.scope.path} and below at once. It can be given again.
      </FormDialog>
    </Section>
  );
}

function bindingColumns(
  may: (binding: BindingRecord) => May,
  onTake: (binding: BindingRecord) => void,
): readonly Column<BindingRecord>[] {
  return [
    {
      id: "role",
      header: "Role",
      cell: (binding) => (
        <span className={styles["role"]}>
          <PageLink data-row-link to={addresses.role(binding.role.id)}>
            {binding.role.name}
          </PageLink>
          {binding.state === "expired" ? <StateBadge state="expired" /> : null}
          {binding.state === "not-yet" ? <StateBadge state="draft" word="Not yet" /> : null}
        </span>
      ),
    },
    { id: "scope", header: "Where", width: "12rem", cell: (binding) => <ScopePath scope={binding.scope} /> },
    {
      id: "ends",
      header: "Ends",
      cell: (binding) => <When at={binding.expiresAt} />,
    },
    {
      id: "why",
      header: "Why, and by whom",
      cell: (binding) => (
        <span className={styles["why"]}>
          {binding.reason === "" ? null : <span>{binding.reason}</span>}
          <span className={styles["by"]}>
            {binding.grantedBy.name}, <When at={binding.grantedAt} />
            {binding.managedBy === null ? "" : `, managed by ${binding.managedBy}`}
          </span>
        </span>
      ),
    },
    { id: "used", header: "Last used", cell: (binding) => <When at={binding.lastUsedAt} /> },
    {
      id: "actions",
      header: "",
      align: "right",
      cell: (binding) => (
        <ActionButton variant="default" why={may(binding).why} onClick={() => onTake(binding)}>
          Take away
        </ActionButton>
      ),
    },
  ];
}
