import { type KeyRecord, matchesLabel } from "@countersign/core";
import { Button, Modal, Stack } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useAsk } from "../client/ask.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { useScopeOptions } from "../interface/scope-picker.tsx";
import { CopyBlock, ShownOnce } from "../interface/shown-once.tsx";
import { type FetchedAddress, fetchLine, serverAddress } from "./fetch-line.ts";

export type MadeKey = KeyRecord & { readonly secret: string };

/** A key just made: its secret, once, and a line that uses it. */
export function KeySecret({ made, onClose }: { readonly made: MadeKey; onClose(): void }) {
  const router = useRouter();
  const address = useFirstAddress(made);
  const fetches = made.permissions.some((permission) => permission.endsWith(":use"));
  return (
    <Modal opened onClose={onClose} title={`The key ${made.name} is made`} size="lg" closeOnClickOutside={false}>
      <Stack gap="md">
        <ShownOnce what="Key" secret={made.secret} />
        {fetches ? (
          <div>
            <p>Fetch with it:</p>
            <CopyBlock
              what="curl line"
              text={fetchLine(serverAddress(window.location.href, router.basepath), made.secret, address)}
            />
          </div>
        ) : null}
        <Button onClick={onClose}>I have copied it</Button>
      </Stack>
    </Modal>
  );
}

/** Something that the key can fetch, or words in the places of what is not known. */
function useFirstAddress(key: KeyRecord): FetchedAddress {
  const { all = [] } = useWorkspaces();
  const scope = useScopeOptions().find(({ id }) => id === key.scopeIds[0]);
  const workspaceName =
    scope === undefined || scope.type === "organization" ? null : (scope.path.split("/")[0] ?? null);
  const workspace = all.find(({ name }) => name === workspaceName) ?? all[0];
  const inside = scope?.type === "folder" ? scope.path.split("/").slice(1).join("/") : undefined;
  const resources = useAsk(
    ["resource", "list", workspace?.id, inside],
    (client, options) =>
      client.resource.list({ workspaceId: workspace?.id ?? "", limit: 50, prefix: inside && `${inside}/` }, options),
    { enabled: workspace !== undefined },
  );
  const fits = (label: string) => key.labels?.some((pattern) => matchesLabel(pattern, label)) ?? true;
  for (const resource of resources.data?.items ?? []) {
    const label = resource.labels.find(({ name, versionNumber }) => versionNumber !== null && fits(name));
    if (label !== undefined && key.permissions.includes(`${resource.kind}:use`)) {
      return { kind: resource.kind, workspace: workspace?.name ?? "", path: resource.path, label: label.name };
    }
  }
  return {
    kind: "prompt",
    workspace: workspace?.name ?? "WORKSPACE",
    path: "PATH",
    label: key.labels?.[0] ?? "production",
  };
}
