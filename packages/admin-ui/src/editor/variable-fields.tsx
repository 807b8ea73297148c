import type { VariableDeclaration } from "@countersign/core";
import { ActionIcon, Checkbox, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { draftVariables, type PromptDraft, usedVariables } from "./draft.ts";
import styles from "./variable-fields.module.css";
import { changeVariable } from "./variable-list.ts";

export interface VariableFieldsProps {
  readonly draft: PromptDraft;
  onChange(variables: readonly VariableDeclaration[]): void;
}

/** The variables of a template, found as one types; here they are described. */
export function VariableFields({ draft, onChange }: VariableFieldsProps) {
  if (draft.syntax === "plain") return null;
  const variables = draftVariables(draft);
  const used = usedVariables(draft);
  return (
    <section aria-labelledby="variables" className={styles["variables"]}>
      <h2 id="variables">Variables</h2>
      {variables.length === 0 ? (
        <p className={styles["quiet"]}>None yet. Write {"{{name}}"} in a text and it appears here.</p>
      ) : (
        <ul aria-live="polite">
          {variables.map((variable) => (
            <li key={variable.name}>
              <div className={styles["name"]}>
                <code>{variable.name}</code>
                {used.has(variable.name) ? null : <span className={styles["quiet"]}>not used in its own texts</span>}
                <Checkbox
                  label="required"
                  checked={variable.required}
                  onChange={(event) =>
                    onChange(changeVariable(variables, variable.name, { required: event.currentTarget.checked }))
                  }
                />
                {used.has(variable.name) ? null : (
                  <ActionIcon
                    aria-label={`Remove the variable ${variable.name}`}
                    onClick={() => onChange(variables.filter((candidate) => candidate.name !== variable.name))}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                )}
              </div>
              <div className={styles["about"]}>
                <TextInput
                  aria-label={`What ${variable.name} is`}
                  placeholder="What it is"
                  size="xs"
                  value={variable.description ?? ""}
                  onChange={(event) =>
                    onChange(changeVariable(variables, variable.name, { description: event.currentTarget.value }))
                  }
                />
                <TextInput
                  aria-label={`Example of ${variable.name}`}
                  placeholder="Example"
                  size="xs"
                  value={variable.example === undefined ? "" : String(variable.example)}
                  onChange={(event) =>
                    onChange(changeVariable(variables, variable.name, { example: event.currentTarget.value }))
                  }
                />
                {variable.required ? null : (
                  <TextInput
                    aria-label={`Default of ${variable.name}`}
                    placeholder="Default"
                    size="xs"
                    value={variable.default === undefined ? "" : String(variable.default)}
                    onChange={(event) =>
                      onChange(changeVariable(variables, variable.name, { default: event.currentTarget.value }))
                    }
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
