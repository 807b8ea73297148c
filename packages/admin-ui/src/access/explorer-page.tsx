import { Tabs } from "@mantine/core";
import { useSearchOf } from "../client/address-state.ts";
import { Page } from "../interface/page.tsx";
import { useSetSearch } from "../interface/page-link.tsx";
import { explorerSearch } from "./access-search.ts";
import { ExplainForm } from "./explain-form.tsx";
import styles from "./explorer-page.module.css";
import { WhatCanForm } from "./what-can-form.tsx";
import { WhoCanForm } from "./who-can-form.tsx";

/** Can X do Y on Z, and why? Who can? What can X do? */
export function ExplorerPage() {
  const search = useSearchOf(explorerSearch);
  const setSearch = useSetSearch<typeof search>();
  const form = search.form ?? "explain";
  const props = { search, onChange: setSearch };
  return (
    <Page
      title="Access explorer"
      question="The same decision that the server takes, with every path that leads to it. About yourself you may always ask."
    >
      <Tabs
        value={form}
        onChange={(chosen) => setSearch({ form: chosen === "who" || chosen === "what" ? chosen : undefined })}
      >
        <Tabs.List>
          <Tabs.Tab value="explain">Can they, and why?</Tabs.Tab>
          <Tabs.Tab value="who">Who can?</Tabs.Tab>
          <Tabs.Tab value="what">What can they do?</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="explain" pt="md" className={styles["panel"] ?? ""}>
          {form === "explain" ? <ExplainForm {...props} /> : null}
        </Tabs.Panel>
        <Tabs.Panel value="who" pt="md" className={styles["panel"] ?? ""}>
          {form === "who" ? <WhoCanForm {...props} /> : null}
        </Tabs.Panel>
        <Tabs.Panel value="what" pt="md" className={styles["panel"] ?? ""}>
          {form === "what" ? <WhatCanForm {...props} /> : null}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
