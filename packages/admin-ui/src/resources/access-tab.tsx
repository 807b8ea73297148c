import {
  type GrantPath,
  kindActions,
  type PolicyRecord,
  type PrincipalRef,
  permissionCatalogue,
} from "@countersign/core";
import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconShieldCheck } from "@tabler/icons-react";
import { useAsk } from "../client/ask.ts";
import { type Place, useMay } from "../client/may.ts";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { TableShape, TextShape } from "../interface/skeletons.tsx";
import styles from "./access-tab.module.css";
import type { ResourceTabProps } from "./content-tab.tsx";
import { grantWords } from "./grant-words.ts";

/** Who may do what here, and what a release demands. */
export function AccessTab({ resource, place, search, setSearch }: ResourceTabProps & { readonly place: Place }) {
  const mayAsk = useMay("access:view", place);
  // Nine of them beside each other are wider than a phone.
  const narrow = useMediaQuery("(max-width: 48rem)");
  const action = kindActions.find((candidate) => candidate === search.permission) ?? "publish";
  const permission = `${resource.kind}:${action}` as const;
  const policies = useAsk(["policy", "list", resource.id], (client, options) =>
    client.policy.list({ scopeId: resource.id }, options),
  );
  const holders = useAsk(
    ["access", "who", permission, resource.id],
    (client, options) => client.access.whoCan({ permission, scopeId: resource.id }, options),
    { enabled: mayAsk.allowed, keepPrevious: true },
  );
  return (
    <div className={styles["columns"]}>
      <section aria-labelledby="who-may">
        <h2 id="who-may" className={styles["heading"]}>
          Who may
        </h2>
        <div className={styles["actions"]}>
          {narrow ? (
            <NativeSelect
              aria-label="What they may do"
              value={action}
              onChange={(event) => setSearch({ permission: event.currentTarget.value })}
              data={[...kindActions]}
            />
          ) : (
            <SegmentedControl
              aria-label="What they may do"
              size="xs"
              value={action}
              onChange={(value) => setSearch({ permission: value })}
              data={[...kindActions]}
            />
          )}
        </div>
        <p className={styles["quiet"]}>Whoever is listed may {permissionCatalogue[permission].description}.</p>
        {mayAsk.allowed ? (
          <Loaded query={holders} shape={<TableShape rows={4} />}>
            {(answer) => (
              <DataTable
                label={`Who may ${action}`}
                columns={columns}
                rows={answer.holders}
                rowId={(holder) => holder.principal.id}
                empty={<EmptyState title="Nobody">No binding gives this to anyone here.</EmptyState>}
              />
            )}
          </Loaded>
        ) : (
          <EmptyState title="Others' access is not yours to see">{mayAsk.why}</EmptyState>
        )}
      </section>
      <section aria-labelledby="what-release-needs">
        <h2 id="what-release-needs" className={styles["heading"]}>
          What a release needs
        </h2>
        <Loaded query={policies} shape={<TextShape lines={4} />}>
          {(list) => (
            <Policies policies={list.filter(({ kinds }) => kinds === null || kinds.includes(resource.kind))} />
          )}
        </Loaded>
      </section>
    </div>
  );
}

function Policies({ policies }: { readonly policies: readonly PolicyRecord[] }) {
  if (policies.length === 0) {
    return (
      <EmptyState icon={<IconShieldCheck size={20} />} title="No approval policy">
        Whoever may publish may move any label here.
      </EmptyState>
    );
  }
  return (
    <ul className={styles["policies"]}>
      {policies.map((policy) => (
        <li key={policy.id}>
          <PageLink to={addresses.policy(policy.id)}>{policy.name}</PageLink>
          <span className={styles["quiet"]}>
            {" "}
            for labels <code>{policy.labelPattern}</code>, from {policy.scope.path}
          </span>
          <ul>
            {policy.requirements.map((requirement) => (
              <li key={requirement.text}>
                {requirement.text}
                <span className={styles["quiet"]}> · {requirement.eligibleCount} could</span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

interface Holder {
  readonly principal: PrincipalRef;
  readonly grants: readonly GrantPath[];
}

const columns: readonly Column<Holder>[] = [
  { id: "who", header: "Who", cell: (holder) => <Person principal={holder.principal} /> },
  {
    id: "how",
    header: "How",
    cell: (holder) => (
      <ul className={styles["paths"]}>
        {holder.grants.map((grant) => (
          <li key={`${grant.bindingId} ${grantWords(grant)}`}>{grantWords(grant)}</li>
        ))}
      </ul>
    ),
  },
];
