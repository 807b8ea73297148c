import type { TreeRequestRecord } from "@countersign/core";
import { useAddressPart } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { TouchedAddresses } from "../content/touched-addresses.tsx";
import { treeChangeWords, treeStateWord } from "../content/tree-change-words.ts";
import { addresses } from "../interface/addresses.ts";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { stateOfRequest } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import conversation from "./conversation.module.css";
import { ConversationEvent } from "./conversation-event.tsx";
import { happenedOn } from "./conversation-items.ts";
import { ConversationReview } from "./conversation-review.tsx";
import { treeEventWords } from "./event-words.ts";
import { blockersBeside } from "./next-step.ts";
import styles from "./request-page.module.css";
import { Requirements } from "./requirements.tsx";
import { TreeDecisionPanel } from "./tree-decision-panel.tsx";
import { treeNextStep } from "./tree-next-step.ts";
import { TreeRequestFacts } from "./tree-request-facts.tsx";

/** May these addresses change, and if not, why? */
export function TreeRequestPage() {
  const requestId = useAddressPart("requestId");
  const request = useAsk(["treeRequest", "get", requestId], (client, options) =>
    client.treeRequest.get({ requestId }, options),
  );
  return <LoadedPage query={request}>{(data) => <TreeRequest key={data.id} request={data} />}</LoadedPage>;
}

function TreeRequest({ request }: { readonly request: TreeRequestRecord }) {
  const published = request.state === "published";
  const asked = { ...request, change: null, triedOut: [] };
  const besides = blockersBeside(request.blockers, treeNextStep(request));
  return (
    <Page
      wide
      title={`${request.title} #${request.number}`}
      badge={<StateBadge state={stateOfRequest(request.state)} {...treeStateWord(request.state)} />}
      trail={<PageLink to={addresses.reviews({ show: "all" })}>Reviews</PageLink>}
      question={
        <>
          <Person principal={request.requester} plain /> asked <When at={request.createdAt} /> to{" "}
          <Change request={request} />.
        </>
      }
    >
      <div className={styles["columns"]}>
        <div className={styles["decision"]}>
          <TreeDecisionPanel request={request} />
          {request.policies.length === 0 ? null : (
            <Requirements
              request={asked}
              besides={besides}
              placesOf={(policy) => request.policies.find((one) => one === policy)?.addresses ?? []}
            />
          )}
        </div>
        <div className={styles["body"]}>
          {request.description === "" ? null : <p className={styles["description"]}>{request.description}</p>}
          <section aria-labelledby="touched" className={styles["proposal"]}>
            <h2 id="touched">{published ? "What it changed" : "What would change"}</h2>
            <TouchedAddresses touched={request.touched} hidden={request.hidden} done={published} />
          </section>
          <section aria-labelledby="conversation">
            <h2 id="conversation" className={conversation["heading"]}>
              What happened
            </h2>
            <ol className={conversation["items"]}>
              {happenedOn(request).map((item) =>
                item.type === "event" ? (
                  <ConversationEvent
                    key={`event ${item.at} ${item.entry.event}`}
                    entry={item.entry}
                    told={treeEventWords(item.entry)}
                  />
                ) : (
                  <ConversationReview key={item.review.id} review={item.review} />
                ),
              )}
            </ol>
          </section>
        </div>
        <div className={styles["facts"]}>
          <TreeRequestFacts request={request} />
        </div>
      </div>
    </Page>
  );
}

function Change({ request: { change } }: { readonly request: TreeRequestRecord }) {
  const { verb, subject, to } = treeChangeWords(change);
  return (
    <>
      {verb.toLowerCase()}{" "}
      {change.scope.type === "resource" ? (
        <PageLink to={addresses.resource(change.scope.id)}>{subject}</PageLink>
      ) : (
        <strong className={styles["label"]}>{subject}</strong>
      )}
      {to === null ? null : (
        <>
          {" to "}
          <strong className={styles["label"]}>{to}</strong>
        </>
      )}
    </>
  );
}
