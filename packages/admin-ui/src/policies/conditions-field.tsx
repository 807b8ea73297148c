import {
  type ChangeConditions,
  type ConditionArea,
  conditionAreaNames,
  conditionAreas,
  type ResourceKind,
} from "@countersign/core";
import { MultiSelect, NumberInput, Select } from "@mantine/core";
import styles from "./conditions-field.module.css";

/** The choice that asks how many. */
const size = "size";

export interface ConditionsFieldProps {
  readonly conditions: ChangeConditions | undefined;
  /** The kinds that the policy is for: others have parts of their own. */
  readonly kinds: readonly ResourceKind[] | null;
  onChange(conditions: ChangeConditions | undefined): void;
}

/** When something is asked for: always, or where one of these is true of what changed. */
export function ConditionsField({ conditions, kinds, onChange }: ConditionsFieldProps) {
  const sized = conditions?.find((condition) => condition.type === "size");
  const areas = (conditions ?? []).flatMap((condition) => (condition.type === "area" ? [condition.area] : []));
  const offered = conditionAreaNames.filter(
    (area) => areas.includes(area) || kinds === null || conditionAreas[area].kinds.some((kind) => kinds.includes(kind)),
  );
  const change = (chosen: readonly ConditionArea[], limit: typeof sized) => {
    const all = [...chosen.map((area) => ({ type: "area", area }) as const), ...(limit === undefined ? [] : [limit])];
    onChange(all.length === 0 ? undefined : all);
  };
  return (
    <div className={styles["conditions"]}>
      <MultiSelect
        label="If"
        placeholder={conditions === undefined ? "Always" : ""}
        searchable
        clearable
        data={[
          ...offered.map((area) => ({ value: area, label: conditionAreas[area].words })),
          { value: size, label: "much changed" },
        ]}
        value={[...areas, ...(sized === undefined ? [] : [size])]}
        onChange={(values) =>
          change(
            conditionAreaNames.filter((area) => values.includes(area)),
            values.includes(size) ? (sized ?? { type: "size", unit: "lines", over: 20 }) : undefined,
          )
        }
      />
      {sized === undefined ? null : (
        <div className={styles["size"]}>
          <NumberInput
            label="More than"
            min={0}
            allowDecimal={false}
            value={sized.over}
            onChange={(over) => change(areas, { ...sized, over: typeof over === "number" ? over : 0 })}
          />
          <Select
            label="changed"
            allowDeselect={false}
            data={["lines", "characters"]}
            value={sized.unit}
            onChange={(unit) => change(areas, { ...sized, unit: unit === "characters" ? unit : "lines" })}
          />
        </div>
      )}
    </div>
  );
}
