import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

export interface SearchBoxProps {
  /** What is looked for, as the address has it. */
  readonly value: string;
  /** Called once the typing pauses. */
  onSearch(text: string): void;
  /** What is searched, for example "Search people". */
  readonly label: string;
}

/** A field to search a list with. */
export function SearchBox({ value, onSearch, label }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const search = useDebouncedCallback(onSearch, 250);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      maw={320}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value.trim());
      }}
    />
  );
}
