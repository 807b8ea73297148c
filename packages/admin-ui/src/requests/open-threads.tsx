import type { RequestRecord } from "@countersign/core";
import { UnstyledButton } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import styles from "./open-threads.module.css";
import { threadElement } from "./thread-element.ts";
import { openThreads, placeWords } from "./threads.ts";

/** What somebody still waits for an answer to, seen before one judges. */
export function OpenThreads({ request }: { readonly request: RequestRecord }) {
  const open = openThreads(request);
  if (open.length === 0) return null;
  return (
    <section className={styles["open"]} aria-label="Open threads">
      <p>
        <IconMessage size={15} aria-hidden />{" "}
        {open.length === 1 ? "One thread is open" : `${open.length} threads are open`}
      </p>
      <ul>
        {open.map((thread) => (
          <li key={thread.first.id}>
            <UnstyledButton onClick={() => show(thread.first.id)}>
              <strong>{thread.first.author.name}</strong> {placeWords(thread)}: {thread.first.body}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function show(commentId: string): void {
  const element = document.getElementById(threadElement(commentId));
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
