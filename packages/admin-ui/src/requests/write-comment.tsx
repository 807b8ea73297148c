import { Button, Group, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Act } from "../client/act.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import styles from "./comment.module.css";

export interface WriteCommentProps {
  readonly label: string;
  /** The verb on the button. */
  readonly verb: string;
  readonly act: Act<string, unknown>;
  onDone(): void;
}

/** Takes the text of a comment, and says it. */
export function WriteComment({ label, verb, act, onDone }: WriteCommentProps) {
  const [body, setBody] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await act.run(body.trim())) !== undefined) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className={styles["write"]}>
      <Textarea
        autoFocus
        aria-label={label}
        autosize
        minRows={2}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone();
        }}
      />
      <ErrorNotice error={act.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={act.pending} disabled={body.trim() === ""}>
          {verb}
        </Button>
      </Group>
    </form>
  );
}
