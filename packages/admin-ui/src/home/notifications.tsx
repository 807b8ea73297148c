import type { NotificationRecord } from "@countersign/core";
import { Button } from "@mantine/core";
import { IconUrgent } from "@tabler/icons-react";
import { useAct } from "../client/act.ts";
import { addresses } from "../interface/addresses.ts";
import { PageLink } from "../interface/page-link.tsx";
import { stateOfEmergency } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import styles from "./home-page.module.css";

/** What the reader is told of and has not put away. */
export function Notifications({ notifications }: { readonly notifications: readonly NotificationRecord[] }) {
  const unread = notifications.filter(({ readAt }) => readAt === null);
  const read = useAct((client, notificationIds: readonly string[]) => client.notification.read({ notificationIds }), {
    done: "Put away.",
  });
  if (unread.length === 0) return null;
  return (
    <section className={styles["card"]} data-urgent="true" aria-labelledby="notifications">
      <header>
        <h2 id="notifications">You should know</h2>
        <Button
          variant="subtle"
          size="compact-xs"
          loading={read.pending}
          onClick={() => void read.run(unread.map(({ id }) => id))}
        >
          Put all away
        </Button>
      </header>
      <ul>
        {unread.map((notification) => (
          <Notice key={notification.id} notification={notification} />
        ))}
      </ul>
    </section>
  );
}

function Notice({ notification }: { readonly notification: NotificationRecord }) {
  if (notification.type === "schedule-failed") {
    const { request, publishAt, why, at } = notification;
    return (
      <li className={styles["line"]}>
        <span className={styles["main"]}>
          <PageLink to={addresses.request(request.id)}>
            {request.title} <span className={styles["number"]}>#{request.number}</span> did not go live at its hour
          </PageLink>
          <span className={styles["under"]}>
            <When at={publishAt} /> · {why}
          </span>
        </span>
        <span className={styles["aside"]}>
          <When at={at} />
        </span>
      </li>
    );
  }
  const { emergency, type, at } = notification;
  return (
    <li className={styles["line"]}>
      <span className={styles["main"]}>
        <PageLink to={addresses.emergency(emergency.id)}>
          <IconUrgent size={15} aria-hidden />{" "}
          {type === "emergency"
            ? `${emergency.by.name} released in an emergency: ${emergency.incident}`
            : `The review of an emergency release is overdue: ${emergency.incident}`}
        </PageLink>
        <span className={styles["under"]}>
          {emergency.address} · {emergency.label} · {emergency.reason}
        </span>
      </span>
      <span className={styles["aside"]}>
        <StateBadge state={stateOfEmergency(emergency.state)} />
        <When at={at} />
      </span>
    </li>
  );
}
