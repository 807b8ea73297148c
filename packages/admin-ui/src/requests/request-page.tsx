import type { RequestRecord } from "@countersign/core";
import { SegmentedControl } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useAddressPart, useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { ContentComparison } from "../content/content-comparison.tsx";
import { ContentView } from "../content/content-view.tsx";
import { RowDifference } from "../content/row-difference.tsx";
import { addresses } from "../interface/addresses.ts";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useSetSearch } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { stateOfRequest } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { changeWords } from "./change-words.ts";
import { Conversation } from "./conversation.tsx";
import { DecisionPanel } from "./decision-panel.tsx";
import { useLineComments } from "./line-comments.tsx";
import { otherBlockers } from "./next-step.ts";
import { RequestFacts } from "./request-facts.tsx";
import styles from "./request-page.module.css";
import { requestSearch } from "./request-search.ts";
import { Requirements } from "./requirements.tsx";

/** May this go live, and if not, why? */
export function RequestPage() {
  const requestId = useAddressPart("requestId");
  const request = useAsk(["request", "get", requestId], (client, options) =>
    client.request.get({ requestId }, options),
  );
  return <LoadedPage query={request}>{(data) => <Request key={data.id} request={data} />}</LoadedPage>;
}

function Request({ request }: { readonly request: RequestRecord }) {
  const { target } = request;
  const address = `${target.workspaceName}/${target.path}`;
  return (
    <Page
      wide
      title={`${request.title} #${request.number}`}
      badge={<StateBadge state={stateOfRequest(request.state)} />}
      trail={<PageLink to={addresses.reviews({ show: "all" })}>Reviews</PageLink>}
      question={
        <>
          <Person principal={request.requester} plain /> asked <When at={request.createdAt} /> that{" "}
          <strong className={styles["label"]}>{target.label}</strong> of{" "}
          {target.resourceId === null ? (
            address
          ) : (
            <PageLink to={addresses.resource(target.resourceId)}>{address}</PageLink>
          )}{" "}
          serve {request.source.versionNumber === null ? "another version" : <Source request={request} />}.
        </>
      }
    >
      <div className={styles["columns"]}>
        <div className={styles["decision"]}>
          <DecisionPanel request={request} />
          <Requirements request={request} besides={otherBlockers(request)} />
        </div>
        <div className={styles["body"]}>
          {request.description === "" ? null : <p className={styles["description"]}>{request.description}</p>}
          <Proposal request={request} />
          <Conversation request={request} />
        </div>
        <div className={styles["facts"]}>
          <RequestFacts request={request} />
        </div>
      </div>
    </Page>
  );
}

function Source({ request }: { readonly request: RequestRecord }) {
  const { address, versionNumber } = request.source;
  return (
    <>
      v{versionNumber}
      {address === null ? "" : ` of ${address}`}
    </>
  );
}

function Proposal({ request }: { readonly request: RequestRecord }) {
  const search = useSearchOf(requestSearch);
  const setSearch = useSetSearch<typeof search>();
  const comments = useLineComments(request);
  const { before, after, changes } = request.comparison;
  const written = search.view === "written";
  if (request.state === "published" && before?.digest === after.digest) {
    return (
      <section aria-labelledby="proposal" className={styles["proposal"]}>
        <h2 id="proposal">What it made live</h2>
        <ContentView content={after.expanded} rows={{ type: "request", requestId: request.id, digest: after.digest }} />
      </section>
    );
  }
  return (
    <section aria-labelledby="proposal" className={styles["proposal"]}>
      <div className={styles["head"]}>
        <div>
          <h2 id="proposal">What would change</h2>
          <p className={styles["sides"]}>
            {before === null ? (
              <span>nothing is served yet</span>
            ) : (
              <span>{before.versionNumber === null ? "what is served" : `v${before.versionNumber}, served now`}</span>
            )}
            <IconArrowRight size={14} aria-label="becomes" />
            <span>what would be served</span>
          </p>
        </div>
        <SegmentedControl
          aria-label="What is compared"
          size="xs"
          value={written ? "written" : "served"}
          onChange={(value) => setSearch({ view: value === "written" ? "written" : undefined })}
          data={[
            { value: "served", label: "As served" },
            { value: "written", label: "As written" },
          ]}
        />
      </div>
      {changes.length === 0 ? null : (
        <ul className={styles["changes"]} aria-label="Changed parts">
          {changeWords(changes).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {written ? (
        <ContentComparison before={before?.content ?? null} after={after.content} />
      ) : (
        <ContentComparison before={before?.expanded ?? null} after={after.expanded} {...comments} />
      )}
      {request.kind === "dataset" ? (
        <RowDifference key={after.digest} rows={{ type: "request", requestId: request.id, digest: after.digest }} />
      ) : null}
    </section>
  );
}
