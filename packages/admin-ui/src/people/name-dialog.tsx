import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Act } from "../client/act.ts";
import { FormDialog } from "../interface/form-dialog.tsx";

/** What something is called, and what it is for. */
export interface NameWords {
  readonly name: string;
  readonly description: string;
}

export interface NameDialogProps<Answer> {
  readonly title: string;
  readonly verb: string;
  readonly start: NameWords;
  readonly act: Act<NameWords, Answer>;
  onClose(): void;
  onDone?(answer: Answer): void;
}

/** Asks what something is called and what it is for, for creating and for renaming alike. */
export function NameDialog<Answer>({ title, verb, start, act, onClose, onDone }: NameDialogProps<Answer>) {
  const [words, setWords] = useState(start);
  const submit = async () => {
    const answer = await act.run({ name: words.name.trim(), description: words.description.trim() });
    if (answer === undefined) return;
    onClose();
    onDone?.(answer);
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={title}
      verb={verb}
      why={words.name.trim() === "" ? "It needs a name." : null}
      pending={act.pending}
      error={act.error}
      onSubmit={() => void submit()}
    >
      <TextInput
        data-autofocus
        label="Name"
        value={words.name}
        onChange={(event) => setWords({ ...words, name: event.currentTarget.value })}
      />
      <Textarea
        label="What it is for"
        autosize
        minRows={2}
        value={words.description}
        onChange={(event) => setWords({ ...words, description: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
