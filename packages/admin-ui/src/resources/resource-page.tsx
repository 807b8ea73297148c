import type { ResourceRecord } from "@countersign/core";
import { Alert, Tabs } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArchive, IconLock, IconPencil, IconSend } from "@tabler/icons-react";
import { useEffect } from "react";
import { useAddressPart, useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useDecide, useMaySomewhere } from "../client/may.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { AskForRelease } from "../content/ask-for-release.tsx";
import { LabelBadges } from "../content/label-badges.tsx";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo, useSetSearch } from "../interface/page-link.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { AccessTab } from "./access-tab.tsx";
import { ContentTab } from "./content-tab.tsx";
import { ReleasesTab } from "./releases-tab.tsx";
import { ResourceMenu } from "./resource-menu.tsx";
import { type ResourceSearch, resourceSearch } from "./resource-search.ts";
import { ServedTab } from "./served-tab.tsx";
import { VersionsTab } from "./versions-tab.tsx";

/** What does it say, what is live, how did it get there? */
export function ResourcePage() {
  const resourceId = useAddressPart("resourceId");
  const resource = useAsk(["resource", "get", resourceId], (client, options) =>
    client.resource.get({ resourceId }, options),
  );
  return <LoadedPage query={resource}>{(data) => <Resource key={data.id} resource={data} />}</LoadedPage>;
}

function Resource({ resource }: { readonly resource: ResourceRecord }) {
  const search = useSearchOf(resourceSearch);
  const setSearch = useSetSearch<ResourceSearch>();
  const decide = useDecide();
  const go = useGo();
  const { all, remember } = useWorkspaces();
  const [asking, askingOf] = useDisclosure(false);
  const workspace = all?.find((candidate) => candidate.id === resource.workspaceId);
  const workspaceName = workspace?.name;
  useEffect(() => {
    if (workspaceName !== undefined) remember(workspaceName);
  }, [workspaceName, remember]);

  const place = [resource.id, resource.folderId, resource.workspaceId];
  const mayView = resource.drafts !== null;
  const mayEdit = decide(`${resource.kind}:edit`, place);
  const mayAsk = useMaySomewhere(`${resource.kind}:request`);
  const archived = resource.archivedAt !== null;
  const whyNoEdit = archived ? "It is archived; restore it first." : mayEdit.why;
  const hasVersion = (resource.drafts?.latestVersion ?? 0) > 0;
  const whyNoAsk = archived
    ? "It is archived; restore it first."
    : hasVersion
      ? mayAsk.why
      : "It has no version yet; write one first.";

  return (
    <Page
      wide
      title={resource.path}
      badge={archived ? <StateBadge state="archived" /> : <LabelBadges labels={resource.labels} />}
      trail={
        workspaceName === undefined ? (
          // Its line is kept, so that nothing moves when the name is known.
          <span aria-hidden>{"\u00a0"}</span>
        ) : (
          <PageLink to={addresses.resources(workspaceName, resource.kind)}>{workspaceName}</PageLink>
        )
      }
      question={resource.description === "" ? undefined : resource.description}
      actions={
        mayView ? (
          <>
            <ActionButton
              variant="default"
              why={whyNoEdit}
              leftSection={<IconPencil size={15} />}
              onClick={() => go(addresses.editor(resource.id))}
            >
              Edit
            </ActionButton>
            <ActionButton why={whyNoAsk} leftSection={<IconSend size={15} />} onClick={askingOf.open}>
              Ask for a release
            </ActionButton>
            <ResourceMenu resource={resource} />
          </>
        ) : undefined
      }
    >
      {archived ? (
        <Alert icon={<IconArchive size={18} />} color="gray">
          It is archived: nothing can be done with it until it is restored.
        </Alert>
      ) : null}
      {mayView ? (
        <Tabs
          value={search.tab ?? "content"}
          onChange={(tab) => setSearch({ ...emptySearch, tab: resourceSearch({ tab }).tab })}
          keepMounted={false}
        >
          <Tabs.List mb="md">
            <Tabs.Tab value="content">Content</Tabs.Tab>
            <Tabs.Tab value="versions">Versions</Tabs.Tab>
            <Tabs.Tab value="releases">Releases</Tabs.Tab>
            <Tabs.Tab value="access">Access</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="content">
            <ContentTab resource={resource} search={search} setSearch={setSearch} />
          </Tabs.Panel>
          <Tabs.Panel value="versions">
            <VersionsTab resource={resource} search={search} setSearch={setSearch} />
          </Tabs.Panel>
          <Tabs.Panel value="releases">
            <ReleasesTab resource={resource} place={place} />
          </Tabs.Panel>
          <Tabs.Panel value="access">
            <AccessTab resource={resource} place={place} search={search} setSearch={setSearch} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <>
          <Alert icon={<IconLock size={18} />} color="gray">
            You may use what is live here. Drafts and history are for those who may view it.
          </Alert>
          <ServedTab resource={resource} workspaceName={workspaceName} search={search} setSearch={setSearch} />
        </>
      )}
      {asking ? <AskForRelease opened onClose={askingOf.close} resource={resource} /> : null}
    </Page>
  );
}

const emptySearch = {
  version: undefined,
  show: undefined,
  label: undefined,
  before: undefined,
  after: undefined,
  permission: undefined,
};
