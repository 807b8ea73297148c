import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useAsk } from "../client/ask.ts";
import { useClient } from "../client/surroundings.tsx";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import styles from "./card.module.css";
import { FrontPage } from "./front-page.tsx";
import { type InvitationPreview, invitationWords } from "./invitation-words.ts";

/** What does this link give me? Accepts an invitation, or sets a new password. */
export function InvitationPage() {
  const { hash } = useLocation();
  const token = /\/invitation\/([^/?#]+)$/.exec(hash)?.[1] ?? "";
  const preview = useAsk(
    ["invitation", "preview", token],
    (client, options) => client.invitation.preview({ token }, options),
    { enabled: token !== "" },
  );
  if (token === "" || preview.isError) {
    return (
      <FrontPage
        title="This link does not work"
        text="It may have been used, revoked, or cut short when it was copied."
      >
        <ErrorNotice error={preview.error} />
        <p>
          <PageLink to={addresses.signIn()}>Sign in</PageLink>, or ask whoever sent it for a new one.
        </p>
      </FrontPage>
    );
  }
  return (
    <Loaded query={preview} shape={<TextShape />}>
      {(data) => <Acceptance token={token} preview={data} />}
    </Loaded>
  );
}

function Acceptance({ token, preview }: { readonly token: string; readonly preview: InvitationPreview }) {
  const client = useClient();
  const queries = useQueryClient();
  const go = useGo();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const words = invitationWords(preview);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    setError(null);
    try {
      await client.invitation.accept({ token, password, ...(words.asksName ? { name } : {}) });
      queries.clear();
      go(addresses.home(), { replace: true });
    } catch (failure) {
      setError(failure);
      setPending(false);
    }
  };
  return (
    <FrontPage title={words.title} text={words.text}>
      <form className={styles["card"]} onSubmit={(event) => void submit(event)}>
        <TextInput label="E-mail" value={preview.email} readOnly autoComplete="username" />
        {words.asksName ? (
          <TextInput
            label="Your name"
            autoComplete="name"
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
        <PasswordInput
          label={words.passwordLabel}
          autoComplete={words.newPassword ? "new-password" : "current-password"}
          required
          withAsterisk={false}
          {...(words.newPassword ? { minLength: 12, description: "At least 12 characters" } : {})}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ErrorNotice error={error} />
        <Button type="submit" size="sm" loading={pending}>
          {words.verb}
        </Button>
      </form>
    </FrontPage>
  );
}
