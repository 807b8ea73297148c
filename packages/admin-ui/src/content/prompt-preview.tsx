import { type JsonValue, type PromptContent, parsePromptContent, renderPrompt } from "@countersign/core";
import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { previewValues } from "./preview-values.ts";
import styles from "./prompt-preview.module.css";

/** What a model would be given: the variables are filled in here, and the same function renders that applications use. */
export function PromptPreview({ expanded }: { readonly expanded: JsonValue }) {
  const prompt = parsePromptContent(expanded);
  if (!prompt.ok) return <p className={styles["note"]}>There is nothing to render: this is no prompt.</p>;
  return <Preview prompt={prompt.value} />;
}

function Preview({ prompt }: { readonly prompt: PromptContent }) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const rendered = renderPrompt(prompt, previewValues(prompt.variables, typed));
  return (
    <div className={styles["preview"]}>
      {prompt.variables.length === 0 ? null : (
        <div className={styles["variables"]}>
          {prompt.variables.map((variable) => {
            const Field = (typed[variable.name] ?? "").length > 60 ? Textarea : TextInput;
            return (
              <Field
                key={variable.name}
                label={<code>{variable.name}</code>}
                description={variable.description}
                placeholder={placeholderOf(variable)}
                value={typed[variable.name] ?? ""}
                onChange={(event) => setTyped({ ...typed, [variable.name]: event.currentTarget.value })}
              />
            );
          })}
        </div>
      )}
      <div className={styles["rendered"]} aria-live="polite">
        {!rendered.ok ? (
          <p className={styles["note"]}>{rendered.error.message}</p>
        ) : rendered.value.type === "text" ? (
          <pre>{rendered.value.text}</pre>
        ) : (
          rendered.value.messages.map((message, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
            <div key={index} className={styles["message"]} data-role={message.role}>
              <span>{message.role}</span>
              <pre>{message.content}</pre>
            </div>
          ))
        )}
      </div>
    </div>
  );
}

function placeholderOf(variable: PromptContent["variables"][number]): string {
  if (variable.example !== undefined) return `for example ${String(variable.example)}`;
  return variable.default === undefined ? "" : `default: ${String(variable.default)}`;
}
