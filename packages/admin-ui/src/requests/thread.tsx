import type { RequestRecord } from "@countersign/core";
import { Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Person } from "../interface/person.tsx";
import styles from "./comment.module.css";
import { Comment } from "./comment.tsx";
import { placeWords, type Thread as ThreadOf } from "./threads.ts";
import { WriteComment } from "./write-comment.tsx";

export interface ThreadProps {
  readonly request: RequestRecord;
  readonly thread: ThreadOf;
  /** Lets links lead here. */
  readonly id?: string;
}

/** A comment with its answers; a resolved one is folded, with whoever resolved it. */
export function Thread({ request, thread, id }: ThreadProps) {
  const { first, answers } = thread;
  const resolved = first.resolvedAt !== null;
  const [shown, setShown] = useState(false);
  const [writing, setWriting] = useState(false);
  const mayComment = request.actions.comment.allowed;
  const resolve = useAct(
    (client, _input: null) =>
      client.request.resolveComment({ requestId: request.id, commentId: first.id, resolved: !resolved }),
    { done: resolved ? "Opened again." : "Resolved." },
  );
  const answer = useAct(
    (client, body: string) => client.request.comment({ requestId: request.id, body, threadId: first.id }),
    { done: "Answered." },
  );
  const folded = resolved && !shown;
  return (
    <section
      className={styles["thread"]}
      data-resolved={resolved}
      aria-label="Thread"
      tabIndex={-1}
      {...(id === undefined ? {} : { id })}
    >
      {resolved ? (
        <p className={styles["resolution"]}>
          <IconCircleCheck size={15} aria-hidden /> Resolved
          {first.resolvedBy === null ? null : (
            <>
              {" by "}
              <Person principal={first.resolvedBy} plain />
            </>
          )}
          <Button variant="subtle" size="compact-xs" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? "Hide" : answers.length === 0 ? "Show" : `Show ${answers.length + 1} comments`}
          </Button>
        </p>
      ) : null}
      {folded ? null : (
        <>
          <Comment comment={first} note={placeWords(thread)} />
          {answers.map((one) => (
            <Comment key={one.id} comment={one} />
          ))}
          {writing ? (
            <WriteComment
              label={`Answer to ${first.author.name}`}
              verb="Answer"
              act={answer}
              onDone={() => setWriting(false)}
            />
          ) : mayComment ? (
            <div className={styles["actions"]}>
              <Button variant="subtle" size="compact-xs" onClick={() => setWriting(true)}>
                Answer
              </Button>
              <Button
                variant="subtle"
                size="compact-xs"
                loading={resolve.pending}
                onClick={() => void resolve.run(null)}
              >
                {resolved ? "Open again" : "Resolve"}
              </Button>
            </div>
          ) : null}
        </>
      )}
      <ErrorNotice error={resolve.error} />
    </section>
  );
}
