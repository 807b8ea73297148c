import {
  type CallOptions,
  type CountersignApi,
  type JsonValue,
  parseContent,
  parseExpandedContent,
  parseReference,
  type ResourceKind,
  type VariableDeclaration,
} from "@countersign/core";
import { useAsk } from "../client/ask.ts";

/** What a reference leads to, as far as a form needs to know: what it takes, or which columns it has. */
export interface Referent {
  readonly variables: readonly VariableDeclaration[] | null;
  readonly columns: readonly string[] | null;
}

/** Asks what a reference of a workspace leads to; nothing while it is half written or leads nowhere. */
export function useReferent(workspace: string, reference: string): Referent | null {
  const parsed = parseReference(reference);
  const answer = useAsk(
    ["resource", "referent", workspace, reference],
    (client, options) => lookUp(client, workspace, reference, options),
    { enabled: parsed.ok && workspace !== "", fresh: 60_000 },
  );
  return parsed.ok ? (answer.data ?? null) : null;
}

async function lookUp(
  client: CountersignApi,
  workspace: string,
  text: string,
  options: CallOptions,
): Promise<Referent | null> {
  const reference = parseReference(text);
  if (!reference.ok) return null;
  const { path } = reference.value;
  if (reference.value.by === "label") {
    const served = await client.delivery.get({ workspace, path, label: reference.value.label }, options);
    return referentOf(served.kind, served.content);
  }
  const resource = await client.resource.find({ workspace, path }, options);
  const { number } = reference.value;
  for (let cursor: string | undefined; ; ) {
    const page = await client.version.list({ resourceId: resource.id, limit: 200, cursor }, options);
    const found = page.items.find((version) => version.number === number);
    if (found !== undefined) {
      const version = await client.version.get({ versionId: found.id }, options);
      return referentOf(resource.kind, version.expanded);
    }
    if (page.nextCursor === null) return null;
    cursor = page.nextCursor;
  }
}

function referentOf(kind: ResourceKind, content: JsonValue): Referent | null {
  if (kind === "dataset") {
    const dataset = parseContent("dataset", content);
    if (!dataset.ok || dataset.value.kind !== "dataset") return null;
    return { variables: null, columns: dataset.value.content.schema.columns.map(({ name }) => name) };
  }
  const parsed = parseExpandedContent(kind, content);
  if (!parsed.ok || (parsed.value.kind !== "prompt" && parsed.value.kind !== "workflow")) return null;
  return { variables: parsed.value.content.variables, columns: null };
}
