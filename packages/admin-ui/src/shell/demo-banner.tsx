import type { DemoPerson, DemoStatus } from "@countersign/core";
import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconChevronDown, IconMasksTheater } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { describeFailure } from "../client/failure.ts";
import { useMe } from "../client/me.ts";
import { useClient } from "../client/surroundings.tsx";
import { useAnnounce } from "../interface/announcer.tsx";
import styles from "./demo-banner.module.css";

/** On a demo server: who one is, and the switch to another of the demo's people. The page stays. */
export function DemoBanner({ demo }: { readonly demo: DemoStatus }) {
  const me = useMe();
  const client = useClient();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const now = demo.people.find((person) => person.email === me.email);
  const become = async (person: DemoPerson) => {
    try {
      await client.session.signIn({ email: person.email, password: person.password });
      await queries.resetQueries();
      announce(`You are ${person.name} now, ${person.part}.`);
    } catch (failure) {
      announce(describeFailure(failure).message);
    }
  };
  return (
    <section className={styles["banner"]} aria-label="Demo">
      <span className={styles["word"]}>
        <IconMasksTheater size={15} aria-hidden /> Demo
      </span>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <UnstyledButton className={styles["who"]}>
            <span>
              You are <strong>{me.principal.name}</strong>
              {now === undefined ? "" : `, ${now.part}`}
            </span>
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>See it with the eyes of</Menu.Label>
          {demo.people.map((person) => (
            <Menu.Item
              key={person.email}
              rightSection={person.email === me.email ? <IconCheck size={14} aria-label="current" /> : null}
              onClick={() => void become(person)}
            >
              <span className={styles["person"]}>{person.name}</span>
              <span className={styles["part"]}>{person.part}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}
