import type { RowInput, Scorer } from "@countersign/core";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type DraftScorer, type EvaluationDraft, freeName, withEntry } from "./form-draft.ts";
import styles from "./form-fields.module.css";
import { type InputChoice, InputMapping } from "./input-mapping.tsx";
import { addKeyed, moveKeyed, removeKeyed, replaceKeyed } from "./keyed-list.ts";
import { ReferenceField } from "./reference-field.tsx";
import { ScorerFields } from "./scorer-fields.tsx";
import { useReferent } from "./use-referent.ts";
import type { FormPlace } from "./workflow-fields.tsx";

export interface EvaluationFieldsProps {
  readonly place: FormPlace;
  readonly draft: EvaluationDraft;
  onChange(draft: EvaluationDraft): void;
}

/** The fields of an evaluation: on which rows, of what, and how it judges. */
export function EvaluationFields({ place, draft, onChange }: EvaluationFieldsProps) {
  const { scorers } = draft;
  const dataset = useReferent(place.workspaceName, draft.dataset);
  const target = useReferent(place.workspaceName, draft.target);
  const columns = (dataset?.columns ?? []).map(
    (column): InputChoice<RowInput> => ({ label: `column ${column}`, given: { column } }),
  );
  return (
    <div className={styles["form"]}>
      <section className={styles["section"]} aria-labelledby="runs">
        <h2 id="runs">What it runs</h2>
        <ReferenceField
          label="Dataset"
          workspaceId={place.workspaceId}
          kinds={["dataset"]}
          exceptPath={place.path}
          value={draft.dataset}
          onChange={(reference) => onChange({ ...draft, dataset: reference })}
        />
        <ReferenceField
          label="Target: a prompt or a workflow"
          workspaceId={place.workspaceId}
          kinds={["prompt", "workflow"]}
          exceptPath={place.path}
          value={draft.target}
          onChange={(reference) => onChange({ ...draft, target: reference })}
        />
        <InputMapping<RowInput>
          owner="each row"
          variables={target?.variables ?? null}
          choices={columns}
          toValue={(value) => ({ value })}
          valueText={(given) => ("value" in given ? String(given.value) : null)}
          input={draft.input}
          onChange={(name, given) => onChange({ ...draft, input: withEntry(draft.input, name, given) })}
        />
      </section>
      <section className={styles["section"]} aria-labelledby="scorers">
        <h2 id="scorers">Scorers</h2>
        <p className={styles["quiet"]}>Each gives every answer a score from 0 to 1. Whoever runs it runs them.</p>
        {scorers.map((scorer, index) => (
          <ScorerFields
            key={scorer.key}
            place={place}
            scorer={scorer}
            columns={columns}
            number={index + 1}
            count={scorers.length}
            onChange={(next) => onChange({ ...draft, scorers: replaceKeyed(scorers, next) })}
            onMove={(by) => onChange({ ...draft, scorers: moveKeyed(scorers, scorer.key, by) })}
            onRemove={() => onChange({ ...draft, scorers: removeKeyed(scorers, scorer.key) })}
          />
        ))}
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange({ ...draft, scorers: withAnother(scorers) })}
        >
          Add a scorer
        </Button>
      </section>
    </div>
  );
}

function withAnother(scorers: readonly DraftScorer[]): readonly DraftScorer[] {
  const name = freeName(
    scorers.map((scorer) => scorer.name),
    "scorer",
  );
  return addKeyed<Scorer<string>>(scorers, { name, type: "contains", expected: { value: "" }, ignoreCase: false });
}
