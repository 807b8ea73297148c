import type { RoleRecord } from "@countersign/core";
import { Tabs } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { useGo, useSetSearch } from "../interface/page-link.tsx";
import { SaveBar } from "../interface/save-bar.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { RoleComparison } from "./role-comparison.tsx";
import { type RoleDrafts, unsavedWords } from "./role-drafts.ts";
import { RoleList } from "./role-list.tsx";
import { RoleMatrix } from "./role-matrix.tsx";
import styles from "./roles-page.module.css";
import { rolesSearch } from "./roles-search.ts";
import { SaveReview } from "./save-review.tsx";

/** What does a role mean? */
export function RolesPage() {
  const roles = useAsk(["role", "list"], (client, options) => client.role.list({}, options));
  const may = useMay("role:manage", null);
  const go = useGo();
  return (
    <Page
      title="Roles"
      question="What each role means, wherever it is given. Built-in roles are locked; your own can be changed."
      wide
      actions={
        <ActionButton
          why={may.why}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => go(addresses.newRole())}
        >
          New role
        </ActionButton>
      }
    >
      <Loaded query={roles} shape={<TableShape rows={12} />}>
        {(data) => <RoleTabs roles={data} why={may.why} />}
      </Loaded>
    </Page>
  );
}

function RoleTabs({ roles, why }: { readonly roles: readonly RoleRecord[]; readonly why: string | null }) {
  const search = useSearchOf(rolesSearch);
  const setSearch = useSetSearch<typeof search>();
  const [drafts, setDrafts] = useState<RoleDrafts>(new Map());
  const [reviewing, setReviewing] = useState(false);
  const tab = search.tab ?? "list";
  return (
    <>
      <Tabs
        value={tab}
        onChange={(chosen) => setSearch({ tab: chosen === "matrix" || chosen === "compare" ? chosen : undefined })}
      >
        <Tabs.List>
          <Tabs.Tab value="list">List</Tabs.Tab>
          <Tabs.Tab value="matrix">Matrix</Tabs.Tab>
          <Tabs.Tab value="compare">Compare two</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="list" pt="md">
          {tab === "list" ? <RoleList roles={roles} /> : null}
        </Tabs.Panel>
        <Tabs.Panel value="matrix" pt="md" className={styles["panel"] ?? ""}>
          {tab === "matrix" ? (
            <>
              <p className={styles["hint"]}>
                Arrow keys move, space gives and takes. A tick is the role's own permission, a bent arrow comes by a
                role that it includes, a triangle has no effect alone.{" "}
                {roles.every((role) => role.builtIn)
                  ? "All of these are built in and locked; create a role to have one to change."
                  : ""}
              </p>
              <RoleMatrix roles={roles} drafts={drafts} onChange={setDrafts} why={why} />
            </>
          ) : null}
        </Tabs.Panel>
        <Tabs.Panel value="compare" pt="md" className={styles["panel"] ?? ""}>
          {tab === "compare" ? (
            <RoleComparison roles={roles} left={search.left} right={search.right} onChange={setSearch} />
          ) : null}
        </Tabs.Panel>
      </Tabs>
      <SaveBar
        unsaved={unsavedWords(roles, drafts)}
        verb="Review and save"
        why={why}
        onDiscard={() => setDrafts(new Map())}
        onSave={() => setReviewing(true)}
      />
      <SaveReview
        opened={reviewing}
        onClose={() => setReviewing(false)}
        roles={roles}
        drafts={drafts}
        onSaved={() => {
          setReviewing(false);
          setDrafts(new Map());
        }}
      />
    </>
  );
}
