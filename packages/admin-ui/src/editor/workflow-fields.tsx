import type { StepInput, VariableDeclaration } from "@countersign/core";
import { Button, Checkbox, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type DraftStep, freeName, type WorkflowDraft, withEntry } from "./form-draft.ts";
import styles from "./form-fields.module.css";
import { type InputChoice, InputMapping } from "./input-mapping.tsx";
import { addKeyed, type Keyed, moveKeyed, removeKeyed, replaceKeyed } from "./keyed-list.ts";
import { ListCard } from "./list-card.tsx";
import { ReferenceField } from "./reference-field.tsx";
import { useReferent } from "./use-referent.ts";

/** Where the edited resource stands. */
export interface FormPlace {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly path: string;
}

export interface WorkflowFieldsProps {
  readonly place: FormPlace;
  readonly draft: WorkflowDraft;
  onChange(draft: WorkflowDraft): void;
}

/** The fields of a workflow: what it is given, and its steps in their order. */
export function WorkflowFields({ place, draft, onChange }: WorkflowFieldsProps) {
  const { variables, steps } = draft;
  return (
    <div className={styles["form"]}>
      <section className={styles["section"]} aria-labelledby="variables">
        <h2 id="variables">Variables</h2>
        <p className={styles["quiet"]}>What whoever runs it gives. Steps pass them on.</p>
        {variables.map((variable, index) => (
          <VariableRow
            key={variable.key}
            variable={variable}
            number={index + 1}
            onChange={(next) => onChange({ ...draft, variables: replaceKeyed(variables, next) })}
            onRemove={() => onChange({ ...draft, variables: removeKeyed(variables, variable.key) })}
          />
        ))}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            const name = freeName(
              variables.map((variable) => variable.name),
              "variable",
            );
            onChange({ ...draft, variables: addKeyed<VariableDeclaration>(variables, { name, required: true }) });
          }}
        >
          Add a variable
        </Button>
      </section>
      <section className={styles["section"]} aria-labelledby="steps">
        <h2 id="steps">Steps</h2>
        <p className={styles["quiet"]}>They run in this order. The answer of the last is the answer of the whole.</p>
        {steps.map((step, index) => (
          <StepFields
            key={step.key}
            place={place}
            step={step}
            number={index + 1}
            count={steps.length}
            choices={choicesFor(variables, steps.slice(0, index))}
            onChange={(next) => onChange({ ...draft, steps: replaceKeyed(steps, next) })}
            onMove={(by) => onChange({ ...draft, steps: moveKeyed(steps, step.key, by) })}
            onRemove={() => onChange({ ...draft, steps: removeKeyed(steps, step.key) })}
          />
        ))}
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => {
            const id = freeName(
              steps.map((step) => step.id),
              "step",
            );
            onChange({ ...draft, steps: addKeyed<Omit<DraftStep, "key">>(steps, { id, uses: "", input: {} }) });
          }}
        >
          Add a step
        </Button>
      </section>
    </div>
  );
}

interface VariableRowProps {
  readonly variable: VariableDeclaration & Keyed;
  readonly number: number;
  onChange(variable: VariableDeclaration & Keyed): void;
  onRemove(): void;
}

function VariableRow({ variable, number, onChange, onRemove }: VariableRowProps) {
  const { key, name, description } = variable;
  const described = description === undefined ? {} : { description };
  return (
    <div className={styles["row"]}>
      <TextInput
        aria-label={`Name of variable ${number}`}
        size="xs"
        value={name}
        onChange={(event) => onChange({ ...variable, name: event.currentTarget.value })}
      />
      <span className={styles["flags"]}>
        <Checkbox
          label="required"
          checked={variable.required}
          onChange={(event) => onChange({ key, name, ...described, required: event.currentTarget.checked })}
        />
        <Button variant="subtle" size="compact-xs" aria-label={`Remove variable ${number}`} onClick={onRemove}>
          Remove
        </Button>
      </span>
    </div>
  );
}

interface StepFieldsProps {
  readonly place: FormPlace;
  readonly step: DraftStep;
  readonly number: number;
  readonly count: number;
  readonly choices: readonly InputChoice<StepInput>[];
  onChange(step: DraftStep): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

function StepFields({ place, step, number, count, choices, onChange, onMove, onRemove }: StepFieldsProps) {
  const referent = useReferent(place.workspaceName, step.uses);
  return (
    <ListCard
      title={`Step ${number}`}
      first={number === 1}
      last={number === count}
      removable={count > 1}
      onMove={onMove}
      onRemove={onRemove}
    >
      <TextInput
        label="Name"
        description="Later steps take its answer by it"
        size="xs"
        value={step.id}
        onChange={(event) => onChange({ ...step, id: event.currentTarget.value })}
      />
      <ReferenceField
        label="Runs the prompt or workflow"
        workspaceId={place.workspaceId}
        kinds={["prompt", "workflow"]}
        exceptPath={place.path}
        value={step.uses}
        onChange={(uses) => onChange({ ...step, uses })}
      />
      <InputMapping<StepInput>
        owner={`step ${step.id}`}
        variables={referent?.variables ?? null}
        choices={choices}
        toValue={(value) => ({ value })}
        valueText={(given) => ("value" in given ? String(given.value) : null)}
        input={step.input}
        onChange={(name, given) => onChange({ ...step, input: withEntry(step.input, name, given) })}
      />
    </ListCard>
  );
}

function choicesFor(
  variables: readonly VariableDeclaration[],
  before: readonly DraftStep[],
): readonly InputChoice<StepInput>[] {
  return [
    ...variables.map(({ name }): InputChoice<StepInput> => ({ label: `variable ${name}`, given: { variable: name } })),
    ...before.map(({ id }): InputChoice<StepInput> => ({ label: `answer of ${id}`, given: { step: id } })),
  ];
}
