import { type JudgeInput, type RowInput, SCORER_TYPES, scorerTypes } from "@countersign/core";
import { Checkbox, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { type DraftScorer, scorerOfType, withEntry } from "./form-draft.ts";
import styles from "./form-fields.module.css";
import { type InputChoice, InputMapping } from "./input-mapping.tsx";
import { JsonField } from "./json-field.tsx";
import { ListCard } from "./list-card.tsx";
import { ReferenceField } from "./reference-field.tsx";
import { useReferent } from "./use-referent.ts";
import type { FormPlace } from "./workflow-fields.tsx";

export interface ScorerFieldsProps {
  readonly place: FormPlace;
  readonly scorer: DraftScorer;
  readonly columns: readonly InputChoice<RowInput>[];
  readonly number: number;
  readonly count: number;
  onChange(scorer: DraftScorer): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** The fields of a scorer: how it judges, with what, and what is enough. */
export function ScorerFields({ place, scorer, columns, number, count, onChange, onMove, onRemove }: ScorerFieldsProps) {
  const title = `Scorer ${number}`;
  return (
    <ListCard
      title={title}
      first={number === 1}
      last={number === count}
      removable={count > 1}
      onMove={onMove}
      onRemove={onRemove}
    >
      <div className={styles["row"]}>
        <TextInput
          label="Name"
          size="xs"
          value={scorer.name}
          onChange={(event) => onChange({ ...scorer, name: event.currentTarget.value })}
        />
        <NumberInput
          label="Enough from"
          description="Mean score, 0 to 1; empty: it only informs"
          size="xs"
          min={0}
          max={1}
          step={0.05}
          decimalScale={3}
          value={scorer.threshold ?? ""}
          onChange={(value) => onChange(withThreshold(scorer, value))}
        />
      </div>
      <NativeSelect
        label="How it judges"
        size="xs"
        value={scorer.type}
        onChange={(event) => {
          const type = SCORER_TYPES.find((candidate) => candidate === event.currentTarget.value);
          if (type !== undefined) onChange(scorerOfType(scorer, type));
        }}
        data={SCORER_TYPES.map((type) => ({ value: type, label: scorerTypes[type].words }))}
      />
      {scorer.type === "field" ? (
        <TextInput
          label="Where in the JSON"
          description='A JSON pointer, such as "/answer/city"'
          size="xs"
          value={scorer.pointer}
          onChange={(event) => onChange({ ...scorer, pointer: event.currentTarget.value })}
        />
      ) : null}
      {"expected" in scorer ? (
        <InputMapping<RowInput>
          owner={title}
          variables={[{ name: "expected", required: true }]}
          choices={columns}
          toValue={(value) => ({
            value:
              scorer.type === "number" && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value,
          })}
          valueText={(given) => ("value" in given ? String(given.value) : null)}
          input={{ expected: scorer.expected }}
          onChange={(_, given) => onChange({ ...scorer, expected: given ?? { value: "" } })}
        />
      ) : null}
      <Particulars place={place} scorer={scorer} columns={columns} onChange={onChange} />
    </ListCard>
  );
}

type ParticularsProps = Pick<ScorerFieldsProps, "place" | "scorer" | "columns" | "onChange">;

/** What a scorer of its type needs beside what all have. */
function Particulars({ place, scorer, columns, onChange }: ParticularsProps) {
  switch (scorer.type) {
    case "exact":
      return (
        <div className={styles["flags"]}>
          <Checkbox
            label="Leave out white space at the ends"
            checked={scorer.trim}
            onChange={(event) => onChange({ ...scorer, trim: event.currentTarget.checked })}
          />
          <Checkbox
            label="Capitals do not count"
            checked={scorer.ignoreCase}
            onChange={(event) => onChange({ ...scorer, ignoreCase: event.currentTarget.checked })}
          />
        </div>
      );
    case "contains":
      return (
        <Checkbox
          label="Capitals do not count"
          checked={scorer.ignoreCase}
          onChange={(event) => onChange({ ...scorer, ignoreCase: event.currentTarget.checked })}
        />
      );
    case "regex":
      return (
        <>
          <div className={styles["row"]}>
            <TextInput
              label="Regular expression"
              size="xs"
              value={scorer.pattern}
              onChange={(event) => onChange({ ...scorer, pattern: event.currentTarget.value })}
            />
            <TextInput
              label="Flags"
              placeholder="i, m, s, u"
              size="xs"
              value={scorer.flags}
              onChange={(event) => onChange({ ...scorer, flags: event.currentTarget.value })}
            />
          </div>
          <Checkbox
            label="The answer must not match it"
            checked={scorer.absent}
            onChange={(event) => onChange({ ...scorer, absent: event.currentTarget.checked })}
          />
        </>
      );
    case "json":
      return (
        <JsonField label="JSON Schema" value={scorer.schema} onChange={(schema) => onChange({ ...scorer, schema })} />
      );
    case "field":
      return null;
    case "number":
      return (
        <NumberInput
          label="How far off it may be"
          size="xs"
          min={0}
          value={scorer.tolerance}
          onChange={(value) => onChange({ ...scorer, tolerance: typeof value === "number" ? value : 0 })}
        />
      );
    case "judge":
      return <JudgeFields place={place} scorer={scorer} columns={columns} onChange={onChange} />;
    case "custom":
      return (
        <>
          <TextInput
            label="Runner"
            description="What whoever runs it knows it by"
            size="xs"
            value={scorer.runner}
            onChange={(event) => onChange({ ...scorer, runner: event.currentTarget.value })}
          />
          <JsonField
            label="Parameters"
            value={scorer.parameters}
            onChange={(parameters) => onChange({ ...scorer, parameters })}
          />
        </>
      );
  }
}

function JudgeFields({
  place,
  scorer,
  columns,
  onChange,
}: Omit<ParticularsProps, "scorer"> & { readonly scorer: DraftScorer & { readonly type: "judge" } }) {
  const referent = useReferent(place.workspaceName, scorer.prompt);
  const choices: readonly InputChoice<JudgeInput>[] = [
    { label: "the answer that is judged", given: { answer: true } },
    ...columns,
  ];
  return (
    <>
      <ReferenceField
        label="Prompt that judges"
        workspaceId={place.workspaceId}
        kinds={["prompt"]}
        exceptPath={place.path}
        value={scorer.prompt}
        onChange={(prompt) => onChange({ ...scorer, prompt })}
      />
      <InputMapping<JudgeInput>
        owner="the judge"
        variables={referent?.variables ?? null}
        choices={choices}
        toValue={(value) => ({ value })}
        valueText={(given) => ("value" in given ? String(given.value) : null)}
        input={scorer.input}
        onChange={(name, given) => onChange({ ...scorer, input: withEntry(scorer.input, name, given) })}
      />
    </>
  );
}

function withThreshold(scorer: DraftScorer, value: number | string): DraftScorer {
  const { threshold: _threshold, ...rest } = scorer;
  return typeof value === "number" ? { ...rest, threshold: value } : rest;
}
