import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconChevronUp, IconLogout, IconUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useMe } from "../client/me.ts";
import { useClient } from "../client/surroundings.tsx";
import { addresses } from "../interface/addresses.ts";
import { useAnnounce } from "../interface/announcer.tsx";
import { useGo } from "../interface/page-link.tsx";
import { initialsOf } from "../interface/person-mark.ts";
import styles from "./account-menu.module.css";

const colours = [
  { value: "auto", label: "As the system has it" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** Who is signed in, the colours, and the way out. */
export function AccountMenu() {
  const me = useMe();
  const client = useClient();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const go = useGo();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    await client.session.signOut({});
    announce("Signed out.");
    await queries.resetQueries();
  };
  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={styles["account"]}>
          <span className={styles["mark"]} aria-hidden>
            {initialsOf(me.principal.name)}
          </span>
          <span className={styles["names"]}>
            <span className={styles["name"]}>{me.principal.name}</span>
            <span className={styles["organization"]}>{me.organization.name}</span>
          </span>
          <IconChevronUp size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email ?? me.principal.name}</Menu.Label>
        <Menu.Item leftSection={<IconUser size={15} />} onClick={() => go(addresses.member(me.principal.id))}>
          What I may do
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value === "light" || value === "dark" ? value : "auto")}
        >
          {colours.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value} closeMenuOnClick={false}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
