import type { ResourceRecord } from "@countersign/core";
import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { useDecide } from "../client/may.ts";
import { usePages } from "../client/pages.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { useGo } from "../interface/page-link.tsx";
import styles from "./ask-for-release.module.css";
import { ReleaseNeeds } from "./release-needs.tsx";
import { likelyTarget } from "./release-target.ts";

export interface AskForReleaseProps {
  readonly opened: boolean;
  onClose(): void;
  /** What a version of is to go live. */
  readonly resource: ResourceRecord;
  /** The version to begin with. Default: the newest. */
  readonly versionId?: string;
}

/** Opens a release request: which version, to which address, and why. Nothing goes live by asking. */
export function AskForRelease({ opened, onClose, resource, versionId: startingVersionId }: AskForReleaseProps) {
  const go = useGo();
  const decide = useDecide();
  const { all } = useWorkspaces();
  const versions = usePages(["version", "list", resource.id], (client, page, options) =>
    client.version.list({ ...page, resourceId: resource.id }, options),
  );
  const [versionId, setVersionId] = useState<string | null>(
    startingVersionId ?? resource.drafts?.latestVersionId ?? null,
  );
  const [chosenTarget, setTarget] = useState<string | null>(null);
  const target =
    chosenTarget ??
    likelyTarget(all ?? [], resource.workspaceId, (id) => decide(`${resource.kind}:request`, id).allowed);
  const [path, setPath] = useState(resource.path);
  const [label, setLabel] = useState("production");
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const preview = useAsk(
    ["request", "preview", versionId, target, path, label],
    (client, options) =>
      client.request.preview(
        { sourceVersionId: versionId ?? "", targetWorkspaceId: target ?? "", targetPath: path, label },
        options,
      ),
    { enabled: versionId !== null && target !== null && path !== "" && label !== "" },
  );
  const open = useAct(
    (client, input: { readonly sourceVersionId: string; readonly targetWorkspaceId: string }) =>
      client.request.open({
        ...input,
        targetPath: path,
        label,
        description,
        ...(title === "" ? {} : { title }),
      }),
    { done: (request) => `Asked for the release, request #${request.number}.` },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (versionId === null || target === null) return;
    const request = await open.run({ sourceVersionId: versionId, targetWorkspaceId: target });
    if (request === undefined) return;
    onClose();
    go(addresses.request(request.id));
  };
  const maybeRefused = target === null ? null : decide(`${resource.kind}:request`, target).why;
  return (
    <Modal opened={opened} onClose={onClose} title="Ask for a release" size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Select
            label="Version"
            searchable
            allowDeselect={false}
            data={versions.rows.map((version) => ({
              value: version.id,
              label: `v${version.number} ${version.message}`.trim(),
            }))}
            value={versionId}
            onChange={setVersionId}
          />
          <div className={styles["address"]}>
            <Select
              label="Goes live in"
              allowDeselect={false}
              data={(all ?? []).map((workspace) => ({ value: workspace.id, label: workspace.name }))}
              value={target}
              onChange={setTarget}
            />
            <TextInput
              label="Path"
              required
              withAsterisk={false}
              value={path}
              onChange={(event) => setPath(event.currentTarget.value)}
            />
            <TextInput
              label="Label"
              required
              withAsterisk={false}
              value={label}
              onChange={(event) => setLabel(event.currentTarget.value)}
            />
          </div>
          <div className={styles["demand"]} aria-live="polite">
            {preview.data === undefined ? (
              preview.error === null ? (
                "Looking up what it will need …"
              ) : (
                "What it will need cannot be said: the address is not one that can be asked for."
              )
            ) : (
              <ReleaseNeeds preview={preview.data} />
            )}
            {maybeRefused === null ? null : <p className={styles["warning"]}>There: {maybeRefused}</p>}
          </div>
          <TextInput
            label="Title"
            placeholder="What changes, in a line"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Textarea
            label="Why, and how it was tried"
            autosize
            minRows={3}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <ErrorNotice error={open.error ?? versions.query.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={open.pending} disabled={versionId === null || target === null}>
              Ask for the release
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
