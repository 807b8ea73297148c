import type { CommentRecord } from "@countersign/core";
import { Button } from "@mantine/core";
import { useAct } from "../client/act.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";
import styles from "./comment.module.css";

export interface CommentProps {
  readonly requestId: string;
  readonly comment: CommentRecord;
  readonly mayResolve: boolean;
}

/** One comment; a resolved one stays and is marked. */
export function Comment({ requestId, comment, mayResolve }: CommentProps) {
  const resolved = comment.resolvedAt !== null;
  const resolve = useAct(
    (client, _input: null) => client.request.resolveComment({ requestId, commentId: comment.id, resolved: !resolved }),
    { done: resolved ? "Opened again." : "Resolved." },
  );
  return (
    <article className={styles["comment"]} data-resolved={resolved}>
      <header>
        <Person principal={comment.author} />
        <span className={styles["quiet"]}>
          <When at={comment.at} />
          {comment.anchor === null ? null : ` on line ${comment.anchor.line}`}
          {resolved ? " · resolved" : ""}
        </span>
        {mayResolve ? (
          <Button variant="subtle" size="compact-xs" loading={resolve.pending} onClick={() => void resolve.run(null)}>
            {resolved ? "Open again" : "Resolve"}
          </Button>
        ) : null}
      </header>
      <p>{comment.body}</p>
      <ErrorNotice error={resolve.error} />
    </article>
  );
}
