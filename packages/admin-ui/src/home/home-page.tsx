import type { Home, ReleaseRecord, RequestSummary, ResourceRecord, TreeRequestSummary } from "@countersign/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { useMe } from "../client/me.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { treeChangeSort } from "../content/tree-change-words.ts";
import { addresses, readAddress } from "../interface/addresses.ts";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import { stateOfRelease, stateOfRequest } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import styles from "./home-page.module.css";
import { Notifications } from "./notifications.tsx";

/** What waits for me, what went live lately? */
export function HomePage() {
  const me = useMe();
  const home = useAsk(["home"], (client, options) => client.home.get({}, options));
  const treesDue = useTreeRequests("awaiting-me");
  const myTrees = useTreeRequests("mine");
  return (
    <Page title="Home" question={`What waits for you, ${firstName(me.principal.name)}, and what went live lately.`}>
      <Loaded query={home} shape={<TextShape lines={10} />}>
        {(data) => <HomeContent home={data} treesDue={treesDue} myTrees={myTrees} />}
      </Loaded>
    </Page>
  );
}

/** The newest open ones; none while they are being read. */
function useTreeRequests(filter: "awaiting-me" | "mine"): readonly TreeRequestSummary[] {
  const asked = useAsk(["treeRequest", "list", "home", filter], (client, options) =>
    client.treeRequest.list({ filter, state: "open", limit: 5 }, options),
  );
  return asked.data?.items ?? [];
}

interface HomeContentProps {
  readonly home: Home;
  /** Changes of addresses that wait for my review. */
  readonly treesDue: readonly TreeRequestSummary[];
  /** Those that I asked for. */
  readonly myTrees: readonly TreeRequestSummary[];
}

function HomeContent({ home, treesDue, myTrees }: HomeContentProps) {
  const { all } = useWorkspaces();
  const mayCreate = useMay("workspace:create", null).allowed;
  const steps = home.nextSteps.length === 0 && all?.length === 0 && mayCreate ? firstSteps : home.nextSteps;
  return (
    <>
      {steps.length === 0 ? null : (
        <section className={styles["steps"]} aria-labelledby="next-steps">
          <h2 id="next-steps">Next</h2>
          <ol>
            {steps.map((step) => (
              <li key={step.text}>
                <PageLink to={readAddress(step.to)} className={styles["step"] ?? ""}>
                  <span>{step.text}</span>
                  <IconArrowRight size={16} aria-hidden />
                </PageLink>
              </li>
            ))}
          </ol>
        </section>
      )}
      <Notifications notifications={home.notifications} />
      <div className={styles["grid"]}>
        <Card title="Waiting for your review" more={{ to: addresses.reviews(), label: "All reviews" }}>
          <List rows={treesDue} none="">
            {(request) => <TreeRequestLine key={request.id} request={request} />}
          </List>
          <List rows={home.reviewsDue} none={treesDue.length === 0 ? "Nothing waits for you." : ""}>
            {(request) => <RequestLine key={request.id} request={request} />}
          </List>
        </Card>
        <Card title="Your requests" more={{ to: addresses.reviews({ show: "mine" }), label: "All of yours" }}>
          <List rows={myTrees} none="">
            {(request) => <TreeRequestLine key={request.id} request={request} />}
          </List>
          <List
            rows={home.myRequests}
            none={myTrees.length === 0 ? "You have no open request. Open one from a version of a prompt." : ""}
          >
            {(request) => <RequestLine key={request.id} request={request} note={request.blockedBy} />}
          </List>
        </Card>
        <Card title="Latest releases" more={{ to: addresses.releases(), label: "All releases" }}>
          <List rows={home.latestReleases} none="Nothing has been released yet.">
            {(release) => <ReleaseLine key={release.id} release={release} />}
          </List>
        </Card>
        <div className={styles["stack"]}>
          {home.endingAccess.length === 0 ? null : (
            <Card title="Your access that ends soon">
              <List rows={home.endingAccess} none="">
                {(ending) => (
                  <li key={ending.bindingId} className={styles["line"]}>
                    <span className={styles["main"]}>
                      {ending.roleName}
                      <span className={styles["under"]}>
                        on <ScopePath scope={ending.scope} />
                      </span>
                    </span>
                    <span className={styles["aside"]}>
                      <span>
                        ends <When at={ending.expiresAt} />
                      </span>
                    </span>
                  </li>
                )}
              </List>
            </Card>
          )}
          <Card title="Lately worked on">
            <List rows={home.recentResources} none="No prompt here yet.">
              {(resource) => <ResourceLine key={resource.id} resource={resource} />}
            </List>
          </Card>
        </div>
      </div>
    </>
  );
}

/** For whoever has just founded an organization. */
const firstSteps: Home["nextSteps"] = [
  { text: "Create two workspaces: one to write in, one that applications fetch from", to: "/settings?tab=workspaces" },
  { text: "Invite the people who write, review and publish", to: "/people" },
  { text: "Say whose approval a release to production needs", to: "/policies/new" },
];

interface CardProps {
  readonly title: string;
  readonly more?: { readonly to: ReturnType<typeof addresses.reviews>; readonly label: string };
  readonly children: React.ReactNode;
}

function Card({ title, more, children }: CardProps) {
  return (
    <section className={styles["card"]}>
      <header>
        <h2>{title}</h2>
        {more === undefined ? null : <PageLink to={more.to}>{more.label}</PageLink>}
      </header>
      {children}
    </section>
  );
}

interface ListProps<T> {
  readonly rows: readonly T[];
  /** Said where there are no rows; empty says nothing. */
  readonly none: string;
  children(row: T): React.ReactNode;
}

function List<T>({ rows, none, children }: ListProps<T>) {
  if (rows.length === 0 && none === "") return null;
  return rows.length === 0 ? <p className={styles["none"]}>{none}</p> : <ul>{rows.map((row) => children(row))}</ul>;
}

function RequestLine({ request, note = null }: { readonly request: RequestSummary; readonly note?: string | null }) {
  return (
    <li className={styles["line"]}>
      <span className={styles["main"]}>
        <PageLink to={addresses.request(request.id)}>
          {request.title} <span className={styles["number"]}>#{request.number}</span>
        </PageLink>
        <span className={styles["under"]}>
          {request.target.workspaceName}/{request.target.path} · {request.target.label}
          {note === null ? null : ` · ${note}`}
        </span>
      </span>
      <span className={styles["aside"]}>
        <StateBadge state={stateOfRequest(request.state)} />
        <When at={request.updatedAt} />
      </span>
    </li>
  );
}

function TreeRequestLine({ request }: { readonly request: TreeRequestSummary }) {
  return (
    <li className={styles["line"]}>
      <span className={styles["main"]}>
        <PageLink to={addresses.treeRequest(request.id)}>
          {request.title} <span className={styles["number"]}>#{request.number}</span>
        </PageLink>
        <span className={styles["under"]}>{treeChangeSort(request.change)}</span>
      </span>
      <span className={styles["aside"]}>
        <StateBadge state={stateOfRequest(request.state)} />
        <When at={request.updatedAt} />
      </span>
    </li>
  );
}

function ResourceLine({ resource }: { readonly resource: ResourceRecord }) {
  const { all } = useWorkspaces();
  const workspace = all?.find(({ id }) => id === resource.workspaceId);
  return (
    <li className={styles["line"]}>
      <span className={styles["main"]}>
        <PageLink to={addresses.resource(resource.id)}>
          {workspace === undefined ? "" : `${workspace.name}/`}
          {resource.path}
        </PageLink>
      </span>
      <span className={styles["aside"]}>
        {resource.drafts === null ? (
          "served to you"
        ) : (
          <span>
            v{resource.drafts.latestVersion}, <When at={resource.drafts.changedAt} />
          </span>
        )}
      </span>
    </li>
  );
}

function ReleaseLine({ release }: { readonly release: ReleaseRecord }) {
  return (
    <li className={styles["line"]}>
      <span className={styles["main"]}>
        <PageLink to={addresses.resource(release.resourceId, "releases")}>{release.address}</PageLink>
        <span className={styles["under"]}>
          {release.label} {release.versionNumber === null ? "serves nothing" : `serves v${release.versionNumber}`} ·{" "}
          <Person principal={release.releasedBy} plain linked={false} />
        </span>
      </span>
      <span className={styles["aside"]}>
        <StateBadge state={stateOfRelease(release)} />
        <When at={release.at} />
      </span>
    </li>
  );
}

function firstName(name: string): string {
  return name.split(" ")[0] ?? name;
}
