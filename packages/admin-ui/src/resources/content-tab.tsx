import type { ResourceRecord } from "@countersign/core";
import { Group, SegmentedControl, Select } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useAsk } from "../client/ask.ts";
import { ClosureList } from "../content/closure-list.tsx";
import { ContentView } from "../content/content-view.tsx";
import { PromptPreview } from "../content/prompt-preview.tsx";
import { addresses } from "../interface/addresses.ts";
import { CopyableId } from "../interface/copyable-id.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import { When } from "../interface/when.tsx";
import styles from "./resource-page.module.css";
import type { ResourceSearch } from "./resource-search.ts";
import { versionChoices } from "./version-choices.ts";

export interface ResourceTabProps {
  readonly resource: ResourceRecord;
  readonly search: ResourceSearch;
  setSearch(change: Partial<{ [K in keyof ResourceSearch]: ResourceSearch[K] | undefined }>): void;
}

/** What a version says: as it was written, as it is served, or rendered. */
export function ContentTab({ resource, search, setSearch }: ResourceTabProps) {
  const latestId = resource.drafts?.latestVersionId ?? null;
  const versionId = search.version ?? latestId;
  const version = useAsk(
    ["version", "get", versionId],
    (client, options) => client.version.get({ versionId: versionId ?? "" }, options),
    { enabled: versionId !== null, keepPrevious: true },
  );
  if (versionId === null) {
    return (
      <EmptyState
        icon={<IconPencil size={20} />}
        title="Nothing is written yet"
        action={<PageLink to={addresses.editor(resource.id)}>Write the first version</PageLink>}
      >
        Saving a version makes nothing live: applications fetch labels, and a label moves only by a release.
      </EmptyState>
    );
  }
  const show = search.show ?? "written";
  return (
    <Loaded query={version} shape={<TextShape lines={12} />}>
      {(data) => (
        <div className={styles["stack"]}>
          <Group justify="space-between" gap="sm">
            <Group gap="sm" className={styles["about"] ?? ""}>
              <Select
                aria-label="Version"
                w={220}
                allowDeselect={false}
                data={[...versionChoices(resource, data)]}
                value={data.id}
                onChange={(id) => setSearch({ version: id === latestId ? undefined : (id ?? undefined) })}
              />
              <span className={`${styles["quiet"]} ${styles["about"]}`}>
                <Person principal={data.author} plain /> <When at={data.createdAt} />
                {data.message === "" ? null : <> · {data.message}</>}
              </span>
            </Group>
            <SegmentedControl
              aria-label="How it is shown"
              size="xs"
              value={show}
              onChange={(value) => setSearch({ show: value === "served" || value === "preview" ? value : undefined })}
              data={[
                { value: "written", label: "As written" },
                { value: "served", label: "As served" },
                ...(resource.kind === "prompt" ? [{ value: "preview", label: "Preview" }] : []),
              ]}
            />
          </Group>
          {show === "preview" ? (
            <PromptPreview expanded={data.expanded} />
          ) : (
            <ContentView
              content={show === "served" ? data.expanded : data.content}
              rows={{ type: "version", versionId: data.id }}
            />
          )}
          <ClosureList closure={data.closure} />
          <p className={styles["quiet"]}>
            Digest <CopyableId id={data.digest} what="digest" />, of what is served: the same in every workspace.
          </p>
        </div>
      )}
    </Loaded>
  );
}
