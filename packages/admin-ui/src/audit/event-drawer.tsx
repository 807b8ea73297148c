import type { AuditEventRecord } from "@countersign/core";
import { Button, Drawer, Group, Stack } from "@mantine/core";
import { CopyableId } from "../interface/copyable-id.tsx";
import { Facts } from "../interface/facts.tsx";
import { absoluteTime } from "../interface/relative-time.ts";
import { ScopePath } from "../interface/scope-path.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { Actor } from "./actor.tsx";
import type { AuditSearch } from "./audit-search.ts";
import styles from "./event-drawer.module.css";
import { eventSentence, outcomeWords, targetWords } from "./event-words.ts";

export interface EventDrawerProps {
  /** `null` closes it. */
  readonly event: AuditEventRecord | null;
  onClose(): void;
  onFilter(change: AuditSearch): void;
}

/** One event with all that is recorded of it. */
export function EventDrawer({ event, onClose, onFilter }: EventDrawerProps) {
  return (
    <Drawer
      opened={event !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={event === null ? "" : `Event ${event.seq}`}
    >
      {event === null ? null : <OneEvent event={event} onFilter={onFilter} />}
    </Drawer>
  );
}

function OneEvent({ event, onFilter }: { readonly event: AuditEventRecord; onFilter(change: AuditSearch): void }) {
  const texts = Object.entries(event.texts);
  const details = JSON.stringify(event.details, null, 2);
  const { actor, target } = event;
  return (
    <Stack gap="lg">
      <div>
        <h2 className={styles["said"]}>{eventSentence(event)}</h2>
        <Group gap="xs">
          <StateBadge state={event.outcome === "done" ? "approved" : "rejected"} word={outcomeWords(event)} />
          <span>{absoluteTime(new Date(event.at))}</span>
        </Group>
      </div>
      <Facts
        facts={[
          ["By", <Actor key="by" actor={actor} />],
          actor.keyId === null ? null : ["Key", <CopyableId key="key" id={actor.keyId} what="key's id" />],
          ["Action", <code key="action">{event.action}</code>],
          [
            "On",
            <span key="on">
              {target.type} {target.name === target.id ? "" : target.name}{" "}
              {target.id === null ? null : <CopyableId id={target.id} />}
            </span>,
          ],
          event.scope === null ? null : ["Where", <ScopePath key="where" scope={event.scope} />],
          ...texts.map(
            ([name, text]) =>
              [
                `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
                <span key={name} className={styles["text"]}>
                  {text}
                </span>,
              ] as const,
          ),
          ["Request id", <CopyableId key="request" id={event.requestId} what="request id" />],
          ["Revision", `${event.revision}`],
        ]}
      />
      <section className={styles["part"]}>
        <h3>{event.outcome === "done" ? "What changed" : "What was tried"}</h3>
        {event.outcome === "done" ? (
          <Facts
            facts={[
              ["Before", <Digest key="before" digest={event.before} none="nothing was there" />],
              ["After", <Digest key="after" digest={event.after} none="nothing is there" />],
            ]}
          />
        ) : (
          <p className={styles["none"]}>It was refused, so nothing changed.</p>
        )}
        {details === "{}" || details === "null" ? null : <pre className={styles["details"]}>{details}</pre>}
      </section>
      <section className={styles["part"]}>
        <h3>In the chain</h3>
        <Facts
          facts={[
            ["Hash", <CopyableId key="hash" id={event.hash} what="hash" />],
            ["Before it", <CopyableId key="prev" id={event.prev} what="hash of the event before" />],
          ]}
        />
      </section>
      <Group gap="xs">
        {actor.id === null ? null : (
          <Button variant="default" onClick={() => onFilter({ actor: actor.id ?? undefined, event: undefined })}>
            All by {actor.name}
          </Button>
        )}
        {target.id === null ? null : (
          <Button variant="default" onClick={() => onFilter({ target: target.id ?? undefined, event: undefined })}>
            All on {target.name === "" ? "this" : targetWords(event)}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Digest({ digest, none }: { readonly digest: string | null; readonly none: string }) {
  return digest === null ? <span className={styles["none"]}>{none}</span> : <CopyableId id={digest} what="digest" />;
}
