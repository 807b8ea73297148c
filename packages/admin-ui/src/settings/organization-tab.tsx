import type { OrganizationRecord } from "@countersign/core";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { CopyableId } from "../interface/copyable-id.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Facts } from "../interface/facts.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Section } from "../interface/section.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import { When } from "../interface/when.tsx";
import styles from "./settings-page.module.css";

/** The organization: its name, and what identifies it. */
export function OrganizationTab() {
  const organization = useAsk(["organization", "get"], (client, options) => client.organization.get({}, options));
  return (
    <Loaded query={organization} shape={<TextShape lines={4} />}>
      {(data) => <Organization key={data.name} organization={data} />}
    </Loaded>
  );
}

function Organization({ organization }: { readonly organization: OrganizationRecord }) {
  const may = useMay("organization:update", null);
  const [name, setName] = useState(organization.name);
  const rename = useAct((client, input: string) => client.organization.update({ name: input }), {
    done: (answer) => `The organization is called ${answer.name}.`,
  });
  const typed = name.trim();
  const why =
    may.why ?? (typed === "" ? "It needs a name." : typed === organization.name ? "Nothing is changed." : null);
  return (
    <>
      <Section
        title="Name"
        note="Shown above the navigation and in invitations. Addresses and ids don't change with it."
      >
        <form
          className={styles["form"]}
          onSubmit={(event) => {
            event.preventDefault();
            if (why === null) void rename.run(typed);
          }}
        >
          <TextInput
            aria-label="Name of the organization"
            disabled={!may.allowed}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ErrorNotice error={rename.error} />
          <ActionButton type="submit" why={why} pending={rename.pending}>
            Save
          </ActionButton>
        </form>
      </Section>
      <Section title="What identifies it">
        <Facts
          facts={[
            ["Id", <CopyableId key="id" id={organization.id} />],
            ["Revision", `${organization.revision}, raised by each change of access, policy, tree or release`],
            ["Founded", <When key="founded" at={organization.createdAt} />],
          ]}
        />
      </Section>
    </>
  );
}
