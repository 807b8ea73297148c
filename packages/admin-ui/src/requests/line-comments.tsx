import type { RequestRecord } from "@countersign/core";
import { type ReactNode, useState } from "react";
import { useAct } from "../client/act.ts";
import type { DiffSide } from "../interface/diff-view.tsx";
import styles from "./comment.module.css";
import { Thread } from "./thread.tsx";
import { threadsAt } from "./threads.ts";
import { WriteComment } from "./write-comment.tsx";

/** What a comparison needs to show and take comments on its lines. */
export interface LineComments {
  belowLine(path: string, line: number, side: DiffSide): ReactNode;
  /** Absent where the viewer may not comment. */
  readonly onComment?: (path: string, line: number, side: DiffSide) => void;
}

interface Line {
  readonly path: string;
  readonly line: number;
  readonly side: DiffSide;
}

/** Comments on lines: each thread stands below its line, and one line at a time can be written on. */
export function useLineComments(request: RequestRecord): LineComments {
  const [writing, setWriting] = useState<Line | null>(null);
  const belowLine = (path: string, line: number, side: DiffSide) => {
    const threads = threadsAt(request, path, line, side);
    const writes = writing !== null && writing.path === path && writing.line === line && writing.side === side;
    if (threads.length === 0 && !writes) return null;
    return (
      <div className={styles["threads"]}>
        {threads.map((thread) => (
          <Thread key={thread.first.id} request={request} thread={thread} />
        ))}
        {writes ? <WriteOnLine request={request} on={writing} onDone={() => setWriting(null)} /> : null}
      </div>
    );
  };
  if (!request.actions.comment.allowed) return { belowLine };
  return { belowLine, onComment: (path, line, side) => setWriting({ path, line, side }) };
}

interface WriteOnLineProps {
  readonly request: RequestRecord;
  readonly on: Line;
  onDone(): void;
}

function WriteOnLine({ request, on: { path, line, side }, onDone }: WriteOnLineProps) {
  const { before, after } = request.comparison;
  const digest = side === "before" && before !== null ? before.digest : after.digest;
  const comment = useAct(
    (client, body: string) => client.request.comment({ requestId: request.id, body, anchor: { path, line, digest } }),
    { done: `Commented on line ${line}.` },
  );
  return <WriteComment label={`Comment on line ${line}`} verb="Comment" act={comment} onDone={onDone} />;
}
