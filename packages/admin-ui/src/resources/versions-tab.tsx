import type { ResourceKind, VersionSummary } from "@countersign/core";
import { Group, Select } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useMemo } from "react";
import { useAsk } from "../client/ask.ts";
import { usePages } from "../client/pages.ts";
import { ContentComparison } from "../content/content-comparison.tsx";
import { RowDifference } from "../content/row-difference.tsx";
import { addresses } from "../interface/addresses.ts";
import { CopyableId } from "../interface/copyable-id.tsx";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { TableShape, TextShape } from "../interface/skeletons.tsx";
import { When } from "../interface/when.tsx";
import type { ResourceTabProps } from "./content-tab.tsx";
import styles from "./resource-page.module.css";
import { previousVersion, provenanceWords } from "./version-history.ts";

/** How it got here: every version with its message, and any two side by side. */
export function VersionsTab({ resource, search, setSearch }: ResourceTabProps) {
  const paged = usePages(["version", "list", resource.id], (client, page, options) =>
    client.version.list({ ...page, resourceId: resource.id }, options),
  );
  const columns = useMemo(() => columnsFor(resource.id, paged.rows), [resource.id, paged.rows]);
  const choices = paged.rows.map((version) => ({
    value: version.id,
    label: [`v${version.number}`, ...version.labels].join(" · "),
  }));
  const compares = search.after !== undefined;
  return (
    <div className={styles["stack"]}>
      <Group gap="xs">
        <span className={styles["quiet"]}>Compare</span>
        <Select
          aria-label="Version before"
          placeholder="nothing"
          w={170}
          clearable
          searchable
          data={choices}
          value={search.before ?? null}
          onChange={(before) => setSearch({ before: before ?? undefined })}
        />
        <span className={styles["quiet"]}>with</span>
        <Select
          aria-label="Version after"
          placeholder="choose a version"
          w={170}
          clearable
          searchable
          data={choices}
          value={search.after ?? null}
          onChange={(after) => setSearch({ after: after ?? undefined })}
        />
      </Group>
      {compares ? (
        <Compared kind={resource.kind} beforeId={search.before ?? null} afterId={search.after ?? ""} />
      ) : null}
      <Loaded query={paged.query} shape={<TableShape />}>
        {() => (
          <DataTable
            label="Versions"
            columns={columns}
            rows={paged.rows}
            rowId={(version) => version.id}
            selectedId={search.after ?? null}
            paged={paged}
            noun="versions"
            empty={
              <EmptyState icon={<IconHistory size={20} />} title="No version yet">
                Each save is a version, with its author and message. None is ever changed.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </div>
  );
}

interface ComparedProps {
  readonly kind: ResourceKind;
  readonly beforeId: string | null;
  readonly afterId: string;
}

function Compared({ kind, beforeId, afterId }: ComparedProps) {
  const comparison = useAsk(
    ["version", "compare", beforeId, afterId],
    (client, options) => client.version.compare({ beforeId, afterId }, options),
    { keepPrevious: true },
  );
  return (
    <Loaded query={comparison} shape={<TextShape lines={10} />}>
      {(data) => (
        <>
          <ContentComparison before={data.before?.content ?? null} after={data.after.content} />
          {kind === "dataset" ? <RowDifference key={afterId} rows={{ type: "versions", beforeId, afterId }} /> : null}
        </>
      )}
    </Loaded>
  );
}

function columnsFor(resourceId: string, versions: readonly VersionSummary[]): readonly Column<VersionSummary>[] {
  return [
    {
      id: "number",
      header: "Version",
      width: "6rem",
      cell: (version) => (
        <PageLink data-row-link to={addresses.resource(resourceId, "content", { version: version.id })}>
          v{version.number}
        </PageLink>
      ),
    },
    {
      id: "message",
      header: "Message",
      cell: (version) => (
        <span className={styles["message"]}>
          {version.message === "" ? <span className={styles["quiet"]}>no message</span> : version.message}
          {provenanceWords(version) === null ? null : (
            <span className={styles["quiet"]}> · {provenanceWords(version)}</span>
          )}
        </span>
      ),
    },
    { id: "labels", header: "Serves", cell: (version) => version.labels.join(", ") },
    {
      id: "author",
      header: "Author",
      cell: (version) => (
        <span>
          <Person principal={version.author} />
          {version.claimedAuthor === null ? null : (
            <span className={styles["quiet"]}> for {version.claimedAuthor}</span>
          )}
        </span>
      ),
    },
    { id: "at", header: "Saved", cell: (version) => <When at={version.createdAt} /> },
    {
      id: "digest",
      header: "Digest",
      secondary: true,
      cell: (version) => <CopyableId id={version.digest} what="digest" />,
    },
    {
      id: "compare",
      header: "Changes",
      align: "right",
      cell: (version) => (
        <PageLink
          to={addresses.resource(resourceId, "versions", {
            after: version.id,
            ...(previousVersion(versions, version) === null
              ? {}
              : { before: previousVersion(versions, version) ?? "" }),
          })}
          aria-label={`Compare version ${version.number} with the one before`}
        >
          Compare
        </PageLink>
      ),
    },
  ];
}
