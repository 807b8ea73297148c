import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { useSearchOf } from "../client/address-state.ts";
import { Page } from "../interface/page.tsx";
import { useSetSearch } from "../interface/page-link.tsx";
import { AboutTab } from "./about-tab.tsx";
import { OrganizationTab } from "./organization-tab.tsx";
import { ProfileTab } from "./profile-tab.tsx";
import styles from "./settings-page.module.css";
import { type SettingsTab, settingsSearch, settingsTabs } from "./settings-search.ts";
import { WorkspacesTab } from "./workspaces-tab.tsx";

const parts: Readonly<Record<SettingsTab, { readonly title: string; draw(): ReactNode }>> = {
  organization: { title: "Organization", draw: () => <OrganizationTab /> },
  workspaces: { title: "Workspaces", draw: () => <WorkspacesTab /> },
  profile: { title: "Your profile", draw: () => <ProfileTab /> },
  about: { title: "About", draw: () => <AboutTab /> },
};

/** What is the organization called, which workspaces has it, and how do I sign in? */
export function SettingsPage() {
  const search = useSearchOf(settingsSearch);
  const setSearch = useSetSearch<typeof search>();
  const tab = search.tab ?? "organization";
  return (
    <Page title="Settings" question="The organization, its workspaces, and how you sign in.">
      <Tabs value={tab} onChange={(chosen) => setSearch({ tab: settingsTabs.find((known) => known === chosen) })}>
        <Tabs.List>
          {settingsTabs.map((known) => (
            <Tabs.Tab key={known} value={known}>
              {parts[known].title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {settingsTabs.map((known) => (
          <Tabs.Panel key={known} value={known} pt="lg" className={styles["panel"] ?? ""}>
            {known === tab ? parts[known].draw() : null}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
