import type { ReleaseRecord, ResourceRecord } from "@countersign/core";
import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRocket, IconTag, IconUrgent } from "@tabler/icons-react";
import { type FormEvent, useMemo, useState } from "react";
import { useAct } from "../client/act.ts";
import { type Place, useMay } from "../client/may.ts";
import { usePages } from "../client/pages.ts";
import { releaseColumns } from "../content/release-columns.tsx";
import { ActionButton } from "../interface/action-button.tsx";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { EmergencyVersion } from "./emergency-version.tsx";
import { MoveLabel } from "./move-label.tsx";
import styles from "./resource-page.module.css";
import { whyNoRollback } from "./rollback-reason.ts";

/** How what is live got there: every release with its approvals, and the way back. */
export function ReleasesTab({ resource, place }: { readonly resource: ResourceRecord; readonly place: Place }) {
  const mayPublish = useMay(`${resource.kind}:publish`, place);
  const [target, setTarget] = useState<ReleaseRecord | null>(null);
  const [moving, movingOf] = useDisclosure(false);
  const [urgent, urgentOf] = useDisclosure(false);
  const mayBreakGlass = useMay("release:break-glass", [resource.folderId, resource.workspaceId]);
  const guarded = resource.labels.some((label) => label.protected);
  const paged = usePages(["release", "list", resource.id], (client, page, options) =>
    client.release.list({ ...page, resourceId: resource.id }, options),
  );
  const columns = useMemo<readonly Column<ReleaseRecord>[]>(() => {
    const { label, serves, state, approvals, signature, by, at } = releaseColumns;
    const back: Column<ReleaseRecord> = {
      id: "back",
      header: "Way back",
      align: "right",
      cell: (release) => {
        const why = whyNoRollback(release, mayPublish.why);
        if (release.current) return null;
        return (
          <ActionButton variant="default" size="compact-xs" why={why} onClick={() => setTarget(release)}>
            Roll back to this
          </ActionButton>
        );
      },
    };
    return [label, serves, state, approvals, signature, by, at, back];
  }, [mayPublish.why]);
  return (
    <div className={styles["stack"]}>
      <Group justify="space-between" gap="sm">
        <span className={styles["quiet"]}>A label moves only by a release; each is kept for ever.</span>
        <Group gap="xs">
          {guarded ? (
            <ActionButton
              variant="default"
              why={mayBreakGlass.why}
              leftSection={<IconUrgent size={15} />}
              onClick={urgentOf.open}
            >
              Emergency release
            </ActionButton>
          ) : null}
          <ActionButton
            variant="default"
            why={mayPublish.why}
            leftSection={<IconTag size={15} />}
            onClick={movingOf.open}
          >
            Set an unprotected label
          </ActionButton>
        </Group>
      </Group>
      <Loaded query={paged.query} shape={<TableShape />}>
        {() => (
          <DataTable
            label="Releases"
            columns={columns}
            rows={paged.rows}
            rowId={(release) => release.id}
            paged={paged}
            noun="releases"
            empty={
              <EmptyState icon={<IconRocket size={20} />} title="Nothing of it was ever live">
                Ask for a release of a version; once it is approved and published, a label serves it.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {target === null ? null : <RollBack resource={resource} to={target} onClose={() => setTarget(null)} />}
      {urgent ? <EmergencyVersion resource={resource} onClose={urgentOf.close} /> : null}
      {moving ? <MoveLabel resource={resource} onClose={movingOf.close} /> : null}
    </div>
  );
}

interface RollBackProps {
  readonly resource: ResourceRecord;
  readonly to: ReleaseRecord;
  onClose(): void;
}

function RollBack({ resource, to, onClose }: RollBackProps) {
  const [reason, setReason] = useState("");
  const sequence = resource.labels.find((label) => label.name === to.label)?.sequence;
  const rollback = useAct(
    (client, _input: null) =>
      client.release.rollback({
        resourceId: resource.id,
        label: to.label,
        toReleaseId: to.id,
        reason,
        ...(sequence === undefined ? {} : { expectedSequence: sequence }),
      }),
    { done: (release) => `${release.label} serves v${release.versionNumber ?? "?"} again.` },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await rollback.run(null)) !== undefined) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Roll ${to.label} back to v${to.versionNumber ?? "?"}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <p>
            {to.address} serves version {to.versionNumber} again, at once. It was served before, so it needs no new
            reviews; the rollback itself is a release and stays in the history.
          </p>
          <Textarea
            data-autofocus
            label="Why"
            required
            withAsterisk={false}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorNotice error={rollback.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={rollback.pending}>
              Roll back
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
