import type { JsonValue, ResourceRecord, VersionRecord } from "@countersign/core";
import { Alert, JsonInput, SegmentedControl, Tabs } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconGitCompare } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { ClosureList } from "../content/closure-list.tsx";
import { ContentComparison } from "../content/content-comparison.tsx";
import { PromptPreview } from "../content/prompt-preview.tsx";
import { addresses } from "../interface/addresses.ts";
import { useGo } from "../interface/page-link.tsx";
import { asForm, asJson, type Draft, draftOf, type PromptDraft, readDraft } from "./draft.ts";
import styles from "./editor.module.css";
import { EditorFrame } from "./editor-frame.tsx";
import { EvaluationFields } from "./evaluation-fields.tsx";
import { Problems } from "./problems.tsx";
import { PromptFields } from "./prompt-fields.tsx";
import { useUnsaved } from "./unsaved.ts";
import { WorkflowFields } from "./workflow-fields.tsx";

export interface EditorProps {
  readonly resource: ResourceRecord;
  /** The version one starts from; `null` writes the first. */
  readonly base: VersionRecord | null;
}

/** Writes a version: fields on the left, what it comes to on the right. */
export function Editor({ resource, base }: EditorProps) {
  const go = useGo();
  const start = useMemo(() => draftOf(resource.kind, base?.content ?? null), [resource.kind, base]);
  const [draft, setDraft] = useState<Draft>(start);
  const [message, setMessage] = useState("");
  const place = [resource.id, resource.folderId, resource.workspaceId];
  const mayEdit = useMay(`${resource.kind}:edit`, place);
  const read = useMemo(() => readDraft(draft), [draft]);
  const content = read.ok ? read.content : null;
  const before = base?.content ?? null;
  const changed = content === null ? draft !== start : JSON.stringify(content) !== JSON.stringify(before);
  const check = useContentCheck(resource.id, content, mayEdit.allowed);
  const problems = read.ok ? (check.data?.problems ?? []) : read.problems;

  const saved = useUnsaved(changed);

  const save = useAct(
    (client, input: { readonly content: JsonValue; readonly force: boolean }) =>
      client.version.create({
        resourceId: resource.id,
        content: input.content,
        message,
        basedOnVersionId: base?.id ?? null,
        ...(input.force ? { force: true } : {}),
      }),
    { done: (version) => `Saved as v${version.number}. Nothing is live by that.` },
  );
  const submit = async (force: boolean) => {
    if (content === null) return;
    saved.current = true;
    const version = await save.run({ content, force });
    if (version === undefined) saved.current = false;
    else go(addresses.resource(resource.id, "content"));
  };
  const why = !mayEdit.allowed
    ? mayEdit.why
    : !read.ok || problems.length > 0
      ? "There are problems to solve first; they are listed below the message."
      : changed
        ? null
        : "Nothing is changed yet.";

  return (
    <EditorFrame
      resource={resource}
      base={base}
      fields={<Fields resource={resource} draft={draft} onChange={setDraft} />}
      message={message}
      onMessage={setMessage}
      why={why}
      save={save}
      onSave={(force) => void submit(force)}
      notes={<Problems problems={problems} />}
      error={check.error}
    >
      <Tabs defaultValue="changes" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="changes" leftSection={<IconGitCompare size={14} />}>
            {base === null ? "What it says" : `Against v${base.number}`}
          </Tabs.Tab>
          {resource.kind === "prompt" ? <Tabs.Tab value="preview">Preview</Tabs.Tab> : null}
          <Tabs.Tab value="includes">Includes</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="changes" pt="sm">
          {content === null ? <Unread /> : <ContentComparison key={base?.id} before={before} after={content} />}
        </Tabs.Panel>
        <Tabs.Panel value="preview" pt="sm">
          {check.data?.expanded == null ? <Unread /> : <PromptPreview expanded={check.data.expanded} />}
        </Tabs.Panel>
        <Tabs.Panel value="includes" pt="sm">
          {check.data === undefined ? (
            <Unread />
          ) : check.data.closure.length === 0 ? (
            <p className={styles["quiet"]}>
              {resource.kind === "prompt" ? (
                <>
                  It includes nothing. In a template, <code>{"{{> path@label}}"}</code> includes another text prompt.
                </>
              ) : (
                "It names nothing else yet."
              )}
            </p>
          ) : (
            <ClosureList closure={check.data.closure} />
          )}
        </Tabs.Panel>
      </Tabs>
    </EditorFrame>
  );
}

interface FieldsProps {
  readonly resource: ResourceRecord;
  readonly draft: Draft;
  onChange(draft: Draft): void;
}

/** The fields of the draft's kind; where a kind has both, one changes between fields and JSON. */
function Fields({ resource, draft, onChange }: FieldsProps) {
  const { all } = useWorkspaces();
  const { workspaceId, path } = resource;
  const workspaceName = all?.find(({ id }) => id === workspaceId)?.name ?? "";
  const place = { workspaceId, workspaceName, path };
  switch (draft.type) {
    case "json":
      return (
        <>
          <FormOrJson draft={draft} onChange={onChange} />
          <JsonInput
            label="Content"
            description="As JSON; it is checked while you write"
            autosize
            minRows={16}
            formatOnBlur
            spellCheck={false}
            classNames={{ input: styles["code"] ?? "" }}
            value={draft.json}
            onChange={(json) => onChange({ ...draft, json })}
          />
        </>
      );
    case "workflow":
      return (
        <>
          <FormOrJson draft={draft} onChange={onChange} />
          <WorkflowFields place={place} draft={draft} onChange={onChange} />
        </>
      );
    case "evaluation":
      return (
        <>
          <FormOrJson draft={draft} onChange={onChange} />
          <EvaluationFields place={place} draft={draft} onChange={onChange} />
        </>
      );
    default:
      return <PromptFields draft={draft} onChange={onChange} />;
  }
}

function FormOrJson({
  draft,
  onChange,
}: Pick<FieldsProps, "onChange"> & { readonly draft: Exclude<Draft, PromptDraft> }) {
  const kind = draft.type === "json" ? draft.kind : draft.type;
  if (kind !== "workflow" && kind !== "evaluation") return null;
  const form = draft.type === "json" ? asForm(draft) : draft;
  return (
    <SegmentedControl
      aria-label="How it is written"
      size="xs"
      className={styles["choice"] ?? ""}
      value={draft.type === "json" ? "json" : "fields"}
      onChange={(value) => {
        if (value === "json" && draft.type !== "json") onChange(asJson(draft));
        if (value === "fields" && form !== null) onChange(form);
      }}
      data={[
        { value: "fields", label: "Fields", disabled: form === null },
        { value: "json", label: "JSON" },
      ]}
    />
  );
}

/** What saving would say, asked a moment after the last key. */
function useContentCheck(resourceId: string, content: JsonValue | null, enabled: boolean) {
  const [settled] = useDebouncedValue(content, 400);
  return useAsk(
    ["version", "check", resourceId, settled],
    (client, options) => client.version.check({ resourceId, content: settled ?? {} }, options),
    { enabled: enabled && settled !== null, keepPrevious: true, fresh: 60_000 },
  );
}

function Unread() {
  return <Alert color="gray">It can be shown once the problems are solved.</Alert>;
}
