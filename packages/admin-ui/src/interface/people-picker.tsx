import type { PrincipalRef } from "@countersign/core";
import { MultiSelect } from "@mantine/core";
import { useState } from "react";
import { Person } from "./person.tsx";
import { usePrincipals } from "./principal-picker.tsx";

export interface PeoplePickerProps {
  readonly value: readonly PrincipalRef[];
  onChange(people: readonly PrincipalRef[]): void;
  readonly label: string;
  readonly description?: string;
}

/** Chooses several people by name. */
export function PeoplePicker({ value, onChange, label, description }: PeoplePickerProps) {
  const [typed, setTyped] = useState("");
  const found = usePrincipals(typed, false, null);
  const options = new Map([...value, ...found].map((person) => [person.id, person]));
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length === 0 ? "Type a name" : ""}
      searchable
      nothingFoundMessage="Nobody is called so"
      data={[...options.values()].map(({ id, name }) => ({ value: id, label: name }))}
      value={value.map(({ id }) => id)}
      onChange={(ids) => onChange(ids.map((id) => options.get(id)).filter((person) => person !== undefined))}
      onSearchChange={setTyped}
      renderOption={({ option }) => {
        const person = options.get(option.value);
        return person === undefined ? option.label : <Person principal={person} linked={false} />;
      }}
    />
  );
}
