import type { PrincipalRef } from "@countersign/core";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useAsk } from "../client/ask.ts";
import { useMe } from "../client/me.ts";
import { Person } from "./person.tsx";

export interface PrincipalPickerProps {
  readonly value: string | null;
  onChange(principalId: string | null): void;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  /** Offers service accounts too. Default: true. */
  readonly machines?: boolean;
  readonly clearable?: boolean;
  /** Those who are not offered. */
  readonly without?: readonly string[];
}

/** Chooses a person or a service account by name; people are searched by the server. */
export function PrincipalPicker(props: PrincipalPickerProps) {
  const { value, machines = true, without = [] } = props;
  const [typed, setTyped] = useState("");
  const offered = usePrincipals(typed, machines, value);
  const options = new Map(
    offered.filter(({ id }) => id === value || !without.includes(id)).map((principal) => [principal.id, principal]),
  );
  return (
    <Select
      label={props.label}
      description={props.description}
      placeholder={props.placeholder ?? "Type a name"}
      searchable
      clearable={props.clearable ?? false}
      nothingFoundMessage="Nobody is called so"
      data={[...options.values()].map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={props.onChange}
      onSearchChange={setTyped}
      renderOption={({ option }) => {
        const principal = options.get(option.value);
        return principal === undefined ? option.label : <Person principal={principal} linked={false} />;
      }}
    />
  );
}

/** People whose name or address matches, service accounts one may see, oneself, and the one who is chosen. */
export function usePrincipals(typed: string, machines: boolean, chosenId: string | null): readonly PrincipalRef[] {
  const me = useMe();
  const [search] = useDebouncedValue(typed.trim(), 200);
  const people = useAsk(
    ["member", "pick", search],
    (client, options) => client.member.list({ limit: 50, search: search === "" ? undefined : search }, options),
    { keepPrevious: true },
  );
  const accounts = useAsk(
    ["serviceAccount", "pick"],
    (client, options) => client.serviceAccount.list({ limit: 200 }, options),
    { enabled: machines },
  );
  const listed: readonly PrincipalRef[] = [
    me.principal,
    ...(people.data?.items ?? []).map(({ id, name }): PrincipalRef => ({ type: "user", id, name })),
    ...(machines ? (accounts.data?.items ?? []) : []).map(
      ({ id, name }): PrincipalRef => ({ type: "service-account", id, name }),
    ),
  ];
  const isListed = chosenId === null || listed.some(({ id }) => id === chosenId);
  const chosen = useAsk(
    ["member", "get", chosenId],
    (client, options) => client.member.get({ memberId: chosenId ?? "" }, options),
    { enabled: !isListed && people.data !== undefined },
  );
  return chosen.data === undefined ? listed : [...listed, { type: "user", id: chosen.data.id, name: chosen.data.name }];
}
