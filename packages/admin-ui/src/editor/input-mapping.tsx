import type { VariableDeclaration } from "@countersign/core";
import { ActionIcon, NativeSelect, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import styles from "./form-fields.module.css";

/** A place that a value can come from. */
export interface InputChoice<T> {
  readonly label: string;
  readonly given: T;
}

export interface InputMappingProps<T> {
  /** What gives the values: "Step reply". */
  readonly owner: string;
  /** What is asked for; `null` while nobody knows. */
  readonly variables: readonly VariableDeclaration[] | null;
  readonly choices: readonly InputChoice<T>[];
  /** A value that stands there. */
  toValue(text: string): T;
  /** The text of a value that stands there; `null` for one that comes from elsewhere. */
  valueText(given: T): string | null;
  readonly input: Readonly<Record<string, T>>;
  onChange(name: string, given: T | null): void;
}

/** What each variable is given: one of the places that are there, or a value that is written here. */
export function InputMapping<T>(props: InputMappingProps<T>) {
  const { owner, variables, choices, input, onChange } = props;
  const asked = variables ?? [];
  const extra = Object.keys(input).filter((name) => !asked.some((variable) => variable.name === name));
  if (asked.length === 0 && extra.length === 0) {
    return variables === null ? null : <p className={styles["quiet"]}>It takes no variables.</p>;
  }
  return (
    <ul className={styles["mapping"]} aria-label={`What ${owner} gives`}>
      {[...asked, ...extra.map((name) => ({ name, required: false, description: undefined }))].map((variable) => {
        const { name } = variable;
        const given = Object.hasOwn(input, name) ? input[name] : undefined;
        const text = given === undefined ? null : props.valueText(given);
        const place =
          given === undefined
            ? -1
            : choices.findIndex((choice) => JSON.stringify(choice.given) === JSON.stringify(given));
        const selected =
          given === undefined ? "none" : text !== null ? "value" : place < 0 ? "lost" : `choice ${place}`;
        return (
          <li key={name}>
            <span className={styles["variable"]}>
              <code>{name}</code>
              <span className={styles["quiet"]}>
                {extra.includes(name) && variables !== null
                  ? "nobody asks for it"
                  : variable.required
                    ? "required"
                    : "optional"}
              </span>
            </span>
            <NativeSelect
              aria-label={`Where ${name} comes from`}
              size="xs"
              value={selected}
              onChange={(event) => {
                const choice = event.currentTarget.value;
                if (choice === "none") onChange(name, null);
                else if (choice === "value") onChange(name, props.toValue(text ?? ""));
                else {
                  const chosen = choices[Number(choice.replace("choice ", ""))];
                  if (chosen !== undefined) onChange(name, chosen.given);
                }
              }}
              data={[
                { value: "none", label: "nothing" },
                ...choices.map(({ label }, index) => ({ value: `choice ${index}`, label })),
                { value: "value", label: "this value:" },
                ...(selected === "lost" ? [{ value: "lost", label: `${JSON.stringify(given)}, not there` }] : []),
              ]}
            />
            {text === null ? (
              <span />
            ) : (
              <TextInput
                aria-label={`The value of ${name}`}
                size="xs"
                value={text}
                onChange={(event) => onChange(name, props.toValue(event.currentTarget.value))}
              />
            )}
            {extra.includes(name) ? (
              <ActionIcon aria-label={`Give ${name} no more`} onClick={() => onChange(name, null)}>
                <IconX size={14} />
              </ActionIcon>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
