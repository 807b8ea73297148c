import type { ResourceRecord, VersionRecord } from "@countersign/core";
import { useState } from "react";
import { useAddressPart, useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { DatasetEditor } from "./dataset-editor.tsx";
import { Editor } from "./editor.tsx";
import { editorSearch } from "./editor-search.ts";

/** What will change? */
export function EditorPage() {
  const resourceId = useAddressPart("resourceId");
  const resource = useAsk(["resource", "get", resourceId], (client, options) =>
    client.resource.get({ resourceId }, options),
  );
  return <LoadedPage query={resource}>{(data) => <WithBase key={data.id} resource={data} />}</LoadedPage>;
}

/**
 * The version one starts from is chosen and read once: what is saved meanwhile, by others or by this very page, does not
 * move what one writes on.
 */
function WithBase({ resource }: { readonly resource: ResourceRecord }) {
  const search = useSearchOf(editorSearch);
  const [latestId] = useState(resource.drafts?.latestVersionId ?? null);
  const baseId = search.version ?? latestId;
  const base = useAsk<VersionRecord | null>(
    ["version", "base", resource.id, baseId],
    (client, options) => (baseId === null ? Promise.resolve(null) : client.version.get({ versionId: baseId }, options)),
    { fresh: Number.POSITIVE_INFINITY },
  );
  return (
    <LoadedPage query={base}>
      {(data) =>
        resource.kind === "dataset" ? (
          <DatasetEditor key={data?.id ?? "first"} resource={resource} base={data} />
        ) : (
          <Editor key={data?.id ?? "first"} resource={resource} base={data} />
        )
      }
    </LoadedPage>
  );
}
