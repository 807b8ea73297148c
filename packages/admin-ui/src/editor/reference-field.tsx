import type { ResourceKind } from "@countersign/core";
import { Autocomplete } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useAsk } from "../client/ask.ts";
import styles from "./form-fields.module.css";

export interface ReferenceFieldProps {
  /** What it is about, for the two fields' names: "Step 1 runs". */
  readonly label: string;
  readonly workspaceId: string;
  /** What may be named; their own resource is left out. */
  readonly kinds: readonly ResourceKind[];
  readonly exceptPath: string;
  /** `path@label` or `path#number`, perhaps half written. */
  readonly value: string;
  onChange(reference: string): void;
}

/** A reference in two fields: which resource, and which label or version of it. Both suggest what is there. */
export function ReferenceField({ label, workspaceId, kinds, exceptPath, value, onChange }: ReferenceFieldProps) {
  const at = value.search(/[@#]/);
  const path = at < 0 ? value : value.slice(0, at);
  const which = at < 0 ? "" : value.slice(at);
  const [prefix] = useDebouncedValue(path, 250);
  const near = useAsk(
    ["resource", "list", workspaceId, "near", prefix],
    (client, options) => client.resource.list({ workspaceId, prefix, limit: 100 }, options),
    { keepPrevious: true, fresh: 30_000 },
  );
  const all = useAsk(
    ["resource", "list", workspaceId, "near", ""],
    (client, options) => client.resource.list({ workspaceId, prefix: "", limit: 100 }, options),
    { fresh: 30_000 },
  );
  const known = [...(near.data?.items ?? []), ...(all.data?.items ?? [])].filter(
    (resource, index, list) =>
      kinds.includes(resource.kind) &&
      resource.path !== exceptPath &&
      list.findIndex(({ id }) => id === resource.id) === index,
  );
  const chosen = known.find((resource) => resource.path === path);
  const latest = chosen?.drafts?.latestVersion ?? 0;
  const choices = [
    ...(chosen?.labels ?? []).map(({ name }) => `@${name}`),
    ...Array.from({ length: Math.min(latest, 20) }, (_, index) => `#${latest - index}`),
  ];
  const choosePath = (next: string) => {
    const other = known.find((resource) => resource.path === next);
    const first = other?.labels[0];
    const usual =
      first === undefined ? (other?.drafts?.latestVersion ? `#${other.drafts.latestVersion}` : "") : `@${first.name}`;
    onChange(`${next}${other === undefined || other === chosen ? which : usual}`);
  };
  return (
    <div className={styles["reference"]}>
      <Autocomplete
        label={label}
        placeholder="support/reply"
        size="xs"
        data={known.map((resource) => resource.path)}
        limit={50}
        value={path}
        onChange={choosePath}
      />
      <Autocomplete
        label="Label or version"
        placeholder="@production or #3"
        size="xs"
        data={choices}
        value={which}
        onChange={(next) => onChange(`${path}${next === "" || /^[@#]/.test(next) ? next : `@${next}`}`)}
      />
    </div>
  );
}
