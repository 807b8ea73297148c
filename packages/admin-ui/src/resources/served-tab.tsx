import { SegmentedControl } from "@mantine/core";
import { useAsk } from "../client/ask.ts";
import { ContentView } from "../content/content-view.tsx";
import { PromptPreview } from "../content/prompt-preview.tsx";
import { signatureIn } from "../content/release-signature.ts";
import { SignatureMark } from "../content/signature-mark.tsx";
import { CopyableId } from "../interface/copyable-id.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import { When } from "../interface/when.tsx";
import type { ResourceTabProps } from "./content-tab.tsx";
import styles from "./resource-page.module.css";

/** For whoever has `use` alone: what each label serves, and nothing of drafts or history. */
export function ServedTab(props: ResourceTabProps & { readonly workspaceName: string | undefined }) {
  const { resource, workspaceName, search, setSearch } = props;
  const label = resource.labels.find((candidate) => candidate.name === search.label) ?? resource.labels[0];
  const served = useAsk(
    ["delivery", workspaceName, resource.path, label?.name],
    (client, options) =>
      client.delivery.get({ workspace: workspaceName ?? "", path: resource.path, label: label?.name ?? "" }, options),
    { enabled: workspaceName !== undefined && label !== undefined },
  );
  if (label === undefined) {
    return <EmptyState title="Nothing is live here">No label of it serves anything that you may use.</EmptyState>;
  }
  return (
    <div className={styles["stack"]}>
      <div className={styles["bar"]}>
        <SegmentedControl
          aria-label="Label"
          size="xs"
          value={label.name}
          onChange={(name) => setSearch({ label: name })}
          data={resource.labels.map(({ name }) => name)}
        />
        <SegmentedControl
          aria-label="How it is shown"
          size="xs"
          value={search.show === "preview" ? "preview" : "served"}
          onChange={(value) => setSearch({ show: value === "preview" ? value : undefined })}
          data={[
            { value: "served", label: "As served" },
            ...(resource.kind === "prompt" ? [{ value: "preview", label: "Preview" }] : []),
          ]}
        />
      </div>
      <Loaded query={served} shape={<TextShape lines={12} />}>
        {(data) => (
          <div className={styles["stack"]}>
            {search.show === "preview" ? (
              <PromptPreview expanded={data.content} />
            ) : (
              <ContentView
                content={data.content}
                rows={{
                  type: "served",
                  workspace: data.workspace,
                  path: data.path,
                  label: data.label,
                  digest: data.digest,
                }}
              />
            )}
            <p className={styles["quiet"]}>
              Version {data.version}, released <When at={data.releasedAt} />, digest{" "}
              <CopyableId id={data.digest} what="digest" />, <SignatureMark signature={signatureIn(data.release)} />
            </p>
          </div>
        )}
      </Loaded>
    </div>
  );
}
