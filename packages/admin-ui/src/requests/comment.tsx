import type { CommentRecord } from "@countersign/core";
import type { ReactNode } from "react";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";
import styles from "./comment.module.css";

export interface CommentProps {
  readonly comment: CommentRecord;
  /** Where it stands, and what became of it; nothing for an answer. */
  readonly note?: string;
  /** What can be done with it. */
  readonly children?: ReactNode;
}

/** One comment. */
export function Comment({ comment, note = "", children }: CommentProps) {
  return (
    <article className={styles["comment"]}>
      <header>
        <Person principal={comment.author} />
        <span className={styles["quiet"]}>
          <When at={comment.at} />
          {note === "" ? null : ` ${note}`}
        </span>
        {children}
      </header>
      <p>{comment.body}</p>
    </article>
  );
}
