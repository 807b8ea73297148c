import { type ResourceKind, resourceKinds } from "@countersign/core";
import { Button, Checkbox, Group, Radio, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { ScopePicker } from "../interface/scope-picker.tsx";
import { Section } from "../interface/section.tsx";
import { ChecksField } from "./checks-field.tsx";
import { OwnersField } from "./owners-field.tsx";
import { anotherRequirement, type PolicyDraft } from "./policy-draft.ts";
import { kindWords } from "./policy-words.ts";
import { RequirementField } from "./requirement-field.tsx";
import { TimesField } from "./times-field.tsx";

export interface PolicyFormProps {
  readonly draft: PolicyDraft;
  onChange(draft: PolicyDraft): void;
  /** Name and place are settled once a policy is stored. */
  readonly stored: boolean;
}

/** What a policy applies to and whose approvals it asks for; knows neither creating nor editing. */
export function PolicyForm({ draft, onChange, stored }: PolicyFormProps) {
  const toggle = (kind: ResourceKind, on: boolean) => {
    const now = draft.kinds ?? resourceKinds;
    const kinds = resourceKinds.filter((other) => (other === kind ? on : now.includes(other)));
    onChange({ ...draft, kinds: kinds.length === resourceKinds.length ? null : kinds });
  };
  return (
    <>
      <Section title="What it applies to">
        <Stack gap="md" maw={560}>
          {stored ? null : (
            <>
              <TextInput
                label="Name"
                placeholder="Production prompts"
                value={draft.name}
                onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
              />
              <ScopePicker
                description="It counts there and everywhere below."
                value={draft.scopeId}
                onChange={(scopeId) => onChange({ ...draft, scopeId })}
              />
            </>
          )}
          <TextInput
            label="Labels"
            description="A label, or a pattern in which a single * stands for any characters: production, prod-*, *"
            value={draft.labelPattern}
            onChange={(event) => onChange({ ...draft, labelPattern: event.currentTarget.value })}
          />
          <Checkbox.Group
            label="Kinds"
            description={draft.kinds === null ? "All, also those that come later." : `Only ${kindWords(draft.kinds)}.`}
            value={[...(draft.kinds ?? resourceKinds)]}
          >
            <Group gap="md" mt={6}>
              {resourceKinds.map((kind) => (
                <Checkbox
                  key={kind}
                  value={kind}
                  label={`${kind}s`}
                  onChange={(event) => toggle(kind, event.currentTarget.checked)}
                />
              ))}
            </Group>
          </Checkbox.Group>
          <Radio.Group
            label="What it does"
            value={draft.mode}
            onChange={(mode) => onChange({ ...draft, mode: mode === "evaluate" ? mode : "enforce" })}
          >
            <Stack gap="xs" mt={6}>
              <Radio value="enforce" label="Holds up what does not satisfy it" />
              <Radio
                value="evaluate"
                label="Is tried out"
                description="It protects nothing, and notes what it would have held up."
              />
            </Stack>
          </Radio.Group>
        </Stack>
      </Section>
      <Section
        title="Whose approvals it asks for"
        note="All of them. One person fills one requirement, and nobody approves what they contributed to."
      >
        <Stack gap="sm">
          {draft.requirements.map((requirement) => (
            <RequirementField
              key={requirement.key}
              requirement={requirement}
              kinds={draft.kinds}
              onChange={(changed) =>
                onChange({
                  ...draft,
                  requirements: draft.requirements.map((other) => (other.key === changed.key ? changed : other)),
                })
              }
              onRemove={() =>
                onChange({
                  ...draft,
                  requirements: draft.requirements.filter((other) => other.key !== requirement.key),
                })
              }
            />
          ))}
          <Group>
            <Button
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => onChange({ ...draft, requirements: [...draft.requirements, anotherRequirement(draft)] })}
            >
              Add a requirement
            </Button>
          </Group>
        </Stack>
      </Section>
      <Section
        title="Owners of paths"
        note="Whoever must approve besides, for some paths. Of several that match, the last one counts."
      >
        <OwnersField owners={draft.owners} kinds={draft.kinds} onChange={(owners) => onChange({ ...draft, owners })} />
      </Section>
      <Section
        title="Checks"
        note="Reported as passed by this service account, for exactly what would go live. Not by an account that a contributor has in hand."
      >
        <ChecksField checks={draft.checks} kinds={draft.kinds} onChange={(checks) => onChange({ ...draft, checks })} />
      </Section>
      <Section title="Times" note="By the database's clock. A rollback to what was approved is never frozen.">
        <TimesField times={draft.times} onChange={(times) => onChange({ ...draft, times })} />
      </Section>
    </>
  );
}
