import { type FreezeWindow, type PolicyTerms, type WaitingTime, weekdays } from "@countersign/core";
import { Button, Group, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { TermRow } from "./term-row.tsx";

type Times = Pick<PolicyTerms, "reviewDays" | "waiting" | "freezes">;
type Weekly = Extract<FreezeWindow, { readonly type: "weekly" }>;

const newWeekly: Weekly = {
  type: "weekly",
  name: "Weekend",
  from: { day: "friday", time: "16:00" },
  until: { day: "monday", time: "08:00" },
  utcOffset: "Z",
};
const newDates: FreezeWindow = { type: "dates", name: "Holidays", from: "", until: "", utcOffset: "Z" };

export interface TimesFieldProps {
  readonly times: Times;
  onChange(times: Times): void;
}

/** How old approvals may be, how long everybody may look, and when nothing goes live. */
export function TimesField({ times, onChange }: TimesFieldProps) {
  const { waiting, freezes } = times;
  const wait = (changed: WaitingTime | null) => onChange({ ...times, waiting: changed });
  const replace = (at: number, window: FreezeWindow) =>
    onChange({ ...times, freezes: freezes.map((other, index) => (index === at ? window : other)) });
  return (
    <Stack gap="sm">
      <Group gap="sm" align="end">
        <NumberInput
          label="Approvals count for days"
          placeholder="No limit"
          min={1}
          max={3650}
          allowDecimal={false}
          value={times.reviewDays ?? ""}
          onChange={(days) => onChange({ ...times, reviewDays: typeof days === "number" ? days : null })}
        />
        <NumberInput
          label="Wait for hours"
          placeholder="No wait"
          min={1}
          max={8760}
          allowDecimal={false}
          value={waiting?.hours ?? ""}
          onChange={(hours) => wait(typeof hours === "number" ? { hours, since: waiting?.since ?? "opened" } : null)}
        />
        {waiting === null ? null : (
          <Select
            label="since"
            allowDeselect={false}
            data={[
              { value: "opened", label: "it was proposed" },
              { value: "approved", label: "its last approval" },
            ]}
            value={waiting.since}
            onChange={(since) => wait({ ...waiting, since: since === "approved" ? since : "opened" })}
          />
        )}
      </Group>
      {freezes.map((window, index) => (
        <TermRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a freeze has no identity but its place
          key={index}
          what="this freeze"
          onRemove={() => onChange({ ...times, freezes: freezes.filter((_, other) => other !== index) })}
        >
          <FreezeFields window={window} onChange={(changed) => replace(index, changed)} />
        </TermRow>
      ))}
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange({ ...times, freezes: [...freezes, newWeekly] })}
        >
          Add a weekly freeze
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange({ ...times, freezes: [...freezes, newDates] })}
        >
          Add a freeze between dates
        </Button>
      </Group>
    </Stack>
  );
}

interface FreezeFieldsProps {
  readonly window: FreezeWindow;
  onChange(window: FreezeWindow): void;
}

function FreezeFields({ window, onChange }: FreezeFieldsProps) {
  return (
    <>
      <TextInput
        label="Freeze"
        value={window.name}
        onChange={(event) => onChange({ ...window, name: event.currentTarget.value })}
      />
      {window.type === "dates" ? (
        <>
          <TextInput
            type="datetime-local"
            label="From"
            value={window.from}
            onChange={(event) => onChange({ ...window, from: event.currentTarget.value })}
          />
          <TextInput
            type="datetime-local"
            label="Until"
            value={window.until}
            onChange={(event) => onChange({ ...window, until: event.currentTarget.value })}
          />
        </>
      ) : (
        <WeeklyFields window={window} onChange={onChange} />
      )}
      <TextInput
        label="Offset from UTC"
        description="Z or +02:00, summer and winter alike"
        value={window.utcOffset}
        onChange={(event) => onChange({ ...window, utcOffset: event.currentTarget.value })}
      />
    </>
  );
}

interface WeeklyFieldsProps {
  readonly window: Weekly;
  onChange(window: Weekly): void;
}

function WeeklyFields({ window, onChange }: WeeklyFieldsProps) {
  return (["from", "until"] as const).flatMap((end) => [
    <Select
      key={`${end} day`}
      label={end === "from" ? "From" : "Until"}
      allowDeselect={false}
      data={weekdays.map((day) => ({ value: day, label: `${day.charAt(0).toUpperCase()}${day.slice(1)}` }))}
      value={window[end].day}
      onChange={(value) => {
        const day = weekdays.find((candidate) => candidate === value);
        if (day !== undefined) onChange({ ...window, [end]: { ...window[end], day } });
      }}
    />,
    <TextInput
      key={`${end} time`}
      type="time"
      label={end === "from" ? "From, time" : "Until, time"}
      value={window[end].time}
      onChange={(event) => onChange({ ...window, [end]: { ...window[end], time: event.currentTarget.value } })}
    />,
  ]);
}
