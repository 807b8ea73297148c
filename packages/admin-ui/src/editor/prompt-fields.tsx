import { Button, JsonInput, SegmentedControl, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { PromptDraft } from "./draft.ts";
import { MessageFields } from "./message-fields.tsx";
import { addMessage, changeMessage, moveMessage, removeMessage } from "./message-list.ts";
import styles from "./prompt-fields.module.css";
import { VariableFields } from "./variable-fields.tsx";

export interface PromptFieldsProps {
  readonly draft: PromptDraft;
  onChange(draft: PromptDraft): void;
}

/** The fields of a prompt: its type and syntax, messages or text, variables, model and tools. */
export function PromptFields({ draft, onChange }: PromptFieldsProps) {
  const { messages } = draft;
  return (
    <>
      <div className={styles["choices"]}>
        <SegmentedControl
          aria-label="Type"
          size="xs"
          value={draft.type}
          onChange={(type) => onChange({ ...draft, type: type === "text" ? "text" : "chat" })}
          data={[
            { value: "chat", label: "Chat" },
            { value: "text", label: "Text" },
          ]}
        />
        <SegmentedControl
          aria-label="Syntax"
          size="xs"
          value={draft.syntax}
          onChange={(syntax) => onChange({ ...draft, syntax: syntax === "plain" ? "plain" : "template" })}
          data={[
            { value: "template", label: "Template" },
            { value: "plain", label: "Plain" },
          ]}
        />
        <span className={styles["quiet"]}>
          {draft.syntax === "plain"
            ? "Taken as it stands; nothing is filled in."
            : "{{name}} is a variable, {{> path@label}} includes a text prompt, \\{{ is two braces."}
        </span>
      </div>
      {draft.type === "text" ? (
        <Textarea
          label="Text"
          autosize
          minRows={12}
          spellCheck
          classNames={{ input: styles["text"] ?? "" }}
          value={draft.text}
          onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        />
      ) : (
        <div className={styles["messages"]}>
          {messages.map((message, index) => (
            <MessageFields
              key={message.key}
              message={message}
              number={index + 1}
              count={messages.length}
              onChange={(change) => onChange({ ...draft, messages: changeMessage(messages, message.key, change) })}
              onMove={(by) => onChange({ ...draft, messages: moveMessage(messages, message.key, by) })}
              onRemove={() => onChange({ ...draft, messages: removeMessage(messages, message.key) })}
            />
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={() => onChange({ ...draft, messages: addMessage(messages) })}
          >
            Add a message
          </Button>
        </div>
      )}
      <VariableFields draft={draft} onChange={(variables) => onChange({ ...draft, variables })} />
      <details className={styles["settings"]} open={draft.model !== "" || draft.tools !== ""}>
        <summary>Model and tools</summary>
        <div>
          <JsonInput
            label="Model"
            description='For example {"name": "…", "parameters": {"temperature": 0.2}}; empty for none'
            autosize
            minRows={3}
            spellCheck={false}
            classNames={{ input: styles["text"] ?? "" }}
            value={draft.model}
            onChange={(model) => onChange({ ...draft, model })}
          />
          {draft.type === "chat" ? (
            <JsonInput
              label="Tools"
              description="A list of name, description and parameters as JSON Schema; empty for none"
              autosize
              minRows={3}
              spellCheck={false}
              classNames={{ input: styles["text"] ?? "" }}
              value={draft.tools}
              onChange={(tools) => onChange({ ...draft, tools })}
            />
          ) : null}
        </div>
      </details>
    </>
  );
}
