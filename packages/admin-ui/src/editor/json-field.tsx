import { isJsonObject, type JsonObject, type JsonValue } from "@countersign/core";
import { JsonInput } from "@mantine/core";
import { useState } from "react";

export interface JsonFieldProps {
  readonly label: string;
  readonly value: JsonObject;
  onChange(value: JsonObject): void;
}

/** An object that is written as JSON: what is no object yet stays in the field, and is said to be none. */
export function JsonField({ label, value, onChange }: JsonFieldProps) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <JsonInput
      label={label}
      size="xs"
      autosize
      minRows={3}
      spellCheck={false}
      value={text}
      error={problem}
      onChange={(next) => {
        setText(next);
        const parsed = objectIn(next);
        setProblem(parsed === null ? "This is no JSON object; the last one that was counts." : null);
        if (parsed !== null) onChange(parsed);
      }}
    />
  );
}

function objectIn(text: string): JsonObject | null {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
