import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useMe } from "../client/me.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { CopyableId } from "../interface/copyable-id.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Facts } from "../interface/facts.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Section } from "../interface/section.tsx";
import { emptyPassword, passwordProblem } from "./password-change.ts";
import styles from "./settings-page.module.css";

/** Who one is here, and how one signs in. */
export function ProfileTab() {
  const me = useMe();
  const [draft, setDraft] = useState(emptyPassword);
  const change = useAct(
    (client, input: { readonly currentPassword: string; readonly newPassword: string }) =>
      client.session.changePassword(input),
    { done: "Your password is changed." },
  );
  const why = passwordProblem(draft);
  return (
    <>
      <Section title="You">
        <Facts
          facts={[
            ["Name", me.principal.name],
            me.email === null ? null : ["E-mail", me.email],
            ["Id", <CopyableId key="id" id={me.principal.id} />],
            [
              "Access",
              <PageLink key="access" to={addresses.access({ form: "what" })}>
                What you can do, and why
              </PageLink>,
            ],
            [
              "Keys",
              <PageLink key="keys" to={addresses.keys({ principal: me.principal.id })}>
                Keys that act as you
              </PageLink>,
            ],
          ]}
        />
      </Section>
      <Section title="Password" note="A long one that you use nowhere else.">
        <form
          className={styles["form"]}
          onSubmit={(event) => {
            event.preventDefault();
            if (why !== null) return;
            void change.run({ currentPassword: draft.current, newPassword: draft.next }).then((answer) => {
              if (answer !== undefined) setDraft(emptyPassword);
            });
          }}
        >
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            value={draft.current}
            onChange={(event) => setDraft({ ...draft, current: event.currentTarget.value })}
          />
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            value={draft.next}
            onChange={(event) => setDraft({ ...draft, next: event.currentTarget.value })}
          />
          <PasswordInput
            label="New password again"
            autoComplete="new-password"
            value={draft.again}
            onChange={(event) => setDraft({ ...draft, again: event.currentTarget.value })}
          />
          <ErrorNotice error={change.error} />
          <ActionButton type="submit" why={why} pending={change.pending}>
            Change password
          </ActionButton>
        </form>
      </Section>
    </>
  );
}
