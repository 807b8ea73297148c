import type { RequestRecord } from "@countersign/core";
import { Button, Group, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useAct } from "../client/act.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import styles from "./comment.module.css";
import { Comment } from "./comment.tsx";
import { commentsAt } from "./conversation-items.ts";

/** What a comparison needs to show and take comments on lines of the proposed content. */
export interface LineComments {
  belowLine(path: string, line: number): ReactNode;
  /** Absent where the viewer may not comment. */
  readonly onComment?: (path: string, line: number) => void;
}

/** Comments on lines: each thread stands below its line, and one line at a time can be written on. */
export function useLineComments(request: RequestRecord): LineComments {
  const [writing, setWriting] = useState<{ readonly path: string; readonly line: number } | null>(null);
  const belowLine = (path: string, line: number) => {
    const comments = commentsAt(request, path, line);
    const writes = writing !== null && writing.path === path && writing.line === line;
    if (comments.length === 0 && !writes) return null;
    return (
      <div className={styles["thread"]}>
        {comments.map((comment) => (
          <Comment
            key={comment.id}
            requestId={request.id}
            comment={comment}
            mayResolve={request.actions.comment.allowed}
          />
        ))}
        {writes ? (
          <WriteOnLine request={request} path={path} line={line} onDone={() => setWriting(null)} />
        ) : request.actions.comment.allowed ? (
          <Button variant="subtle" size="compact-xs" onClick={() => setWriting({ path, line })}>
            Answer
          </Button>
        ) : null}
      </div>
    );
  };
  if (!request.actions.comment.allowed) return { belowLine };
  return { belowLine, onComment: (path, line) => setWriting({ path, line }) };
}

interface WriteOnLineProps {
  readonly request: RequestRecord;
  readonly path: string;
  readonly line: number;
  onDone(): void;
}

function WriteOnLine({ request, path, line, onDone }: WriteOnLineProps) {
  const [body, setBody] = useState("");
  const comment = useAct(
    (client, text: string) =>
      client.request.comment({ requestId: request.id, body: text, anchor: { path, line, digest: request.digest } }),
    { done: `Commented on line ${line}.` },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await comment.run(body.trim())) !== undefined) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className={styles["write"]}>
      <Textarea
        autoFocus
        aria-label={`Comment on line ${line}`}
        autosize
        minRows={2}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone();
        }}
      />
      <ErrorNotice error={comment.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={comment.pending} disabled={body.trim() === ""}>
          Comment
        </Button>
      </Group>
    </form>
  );
}
