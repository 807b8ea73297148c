import type { ChainState } from "@countersign/core";
import { IconLink, IconLinkOff, IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { CopyableId } from "../interface/copyable-id.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { shortThumbprint } from "../interface/short-id.ts";
import { When } from "../interface/when.tsx";
import styles from "./chain-card.module.css";
import { chainWords } from "./chain-words.ts";
import { sealWords } from "./seal-words.ts";

/** Whether the record is whole: every event holds the hash of the one before it. */
export function ChainCard() {
  const may = useMay("audit:view", null);
  const [asked, setAsked] = useState(false);
  const chain = useAsk(["audit", "verify"], (client, options) => client.audit.verify({}, options), {
    enabled: asked,
    fresh: Number.POSITIVE_INFINITY,
  });
  const state = chain.data === undefined ? "unknown" : chain.data.intact ? "intact" : "broken";
  const Icon = { unknown: IconLink, intact: IconShieldCheck, broken: IconLinkOff }[state];
  const verify = () => {
    if (asked) void chain.refetch();
    else setAsked(true);
  };
  return (
    <section className={styles["card"]} data-state={state} aria-label="The chain">
      <Icon size={20} aria-hidden />
      <div className={styles["words"]} role="status">
        <p className={styles["said"]}>{chainWords(chain.data ?? null)}</p>
        <p className={styles["more"]}>
          {chain.data?.head == null ? (
            "Each event holds the hash of the one before it. Verifying reads them all."
          ) : (
            <>
              Newest event {chain.data.head.seq}, hash <CopyableId id={chain.data.head.hash} what="hash" />. Keep it
              elsewhere: it shows later that nothing was cut off.
            </>
          )}
        </p>
        {chain.data === undefined ? null : <Sealed chain={chain.data} />}
      </div>
      <ActionButton variant="default" why={may.why} pending={chain.isFetching} onClick={verify}>
        Verify the chain
      </ActionButton>
      {chain.isError ? <ErrorNotice error={chain.error} onRetry={verify} /> : null}
    </section>
  );
}

/** How far checkpoints have sealed the chain, and what came after them. */
function Sealed({ chain }: { readonly chain: ChainState }) {
  const { said, after } = sealWords(chain);
  return (
    <p className={styles["more"]}>
      {said}
      {chain.sealed === null ? null : (
        <>
          , <When at={chain.sealed.at} />, by key{" "}
          <CopyableId
            id={chain.sealed.keyId}
            shown={shortThumbprint(chain.sealed.keyId)}
            what="id of the key that sealed"
          />
        </>
      )}
      . {after}
    </p>
  );
}
