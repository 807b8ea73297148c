import { Select } from "@mantine/core";
import { IconBox, IconBuilding, IconFileText, IconFolder } from "@tabler/icons-react";
import { useState } from "react";
import { useAsk } from "../client/ask.ts";
import { useMe } from "../client/me.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { resourceOption, resourceOptions, type ScopeOption, scopeOptions } from "./scope-options.ts";
import styles from "./scope-picker.module.css";

export interface ScopePickerProps {
  readonly value: string | null;
  onChange(scopeId: string | null): void;
  /** Default: "Where". */
  readonly label?: string;
  readonly description?: string;
  /** The types of scope that can be chosen. Default: organization, workspace, folder. */
  readonly types?: readonly ScopeOption["type"][];
  readonly clearable?: boolean;
  readonly placeholder?: string;
}

const icons = { organization: IconBuilding, workspace: IconBox, folder: IconFolder, resource: IconFileText } as const;
const containers = ["organization", "workspace", "folder"] as const;

/** Chooses a place in the scope tree; resources, which are many, are found by typing. */
export function ScopePicker(props: ScopePickerProps) {
  const { types = containers } = props;
  const [typed, setTyped] = useState("");
  const known = useScopeOptions().filter((option) => types.includes(option.type));
  const resources = useResources(types.includes("resource"), typed, props.value, known);
  const options = new Map([...known, ...resources].map((option) => [option.id, option]));
  return (
    <Select
      label={props.label ?? "Where"}
      description={props.description}
      placeholder={props.placeholder ?? (types.includes("resource") ? "Choose, or type a resource's name" : "Choose")}
      searchable
      comboboxProps={{ position: "bottom-start" }}
      classNames={{ dropdown: styles["dropdown"] ?? "" }}
      clearable={props.clearable ?? false}
      nothingFoundMessage="Nothing here is called so"
      maxDropdownHeight={320}
      data={[...options.values()].map((option) => ({ value: option.id, label: option.path }))}
      value={props.value}
      onChange={props.onChange}
      onSearchChange={setTyped}
      renderOption={({ option }) => {
        const scope = options.get(option.value);
        return scope === undefined ? option.label : <ScopeLine scope={scope} searched={typed !== ""} />;
      }}
    />
  );
}

/** Every workspace and folder that the signed-in person sees, below the organization. */
export function useScopeOptions(): readonly ScopeOption[] {
  const { organization } = useMe();
  const { all = [] } = useWorkspaces();
  const folders = useAsk(
    ["folder", "list", "everywhere", all.map(({ id }) => id)],
    async (client, options) => {
      const lists = await Promise.all(all.map(({ id }) => client.folder.list({ workspaceId: id }, options)));
      return lists.flat();
    },
    { enabled: all.length > 0, fresh: 60_000 },
  );
  return scopeOptions(organization, all, folders.data ?? []);
}

function useResources(
  wanted: boolean,
  typed: string,
  value: string | null,
  known: readonly ScopeOption[],
): readonly ScopeOption[] {
  const { all = [] } = useWorkspaces();
  const isKnown = known.some((option) => option.id === value);
  const found = useAsk(
    ["search", "resources", typed],
    (client, options) => client.search.query({ text: typed }, options),
    { enabled: wanted && typed.length > 1 && !known.some((option) => option.path === typed), keepPrevious: true },
  );
  const chosen = useAsk(
    ["resource", "get", value],
    (client, options) => client.resource.get({ resourceId: value ?? "" }, options),
    { enabled: wanted && value !== null && !isKnown && known.length > 1 },
  );
  if (!wanted) return [];
  const nameOf = (workspaceId: string | null) => all.find(({ id }) => id === workspaceId)?.name ?? "";
  const hits = resourceOptions(found.data?.hits ?? [], all);
  const own =
    chosen.data === undefined
      ? []
      : [resourceOption(chosen.data.id, `${nameOf(chosen.data.workspaceId)}/${chosen.data.path}`)];
  return [...own, ...hits];
}

function ScopeLine({ scope, searched }: { readonly scope: ScopeOption; readonly searched: boolean }) {
  const Icon = icons[scope.type];
  const flat = searched || scope.type === "resource";
  return (
    <span className={styles["line"]} style={{ paddingInlineStart: flat ? 0 : `${scope.depth * 1.125}rem` }}>
      <Icon size={14} aria-hidden />
      <span>{flat ? scope.path : scope.name}</span>
    </span>
  );
}
