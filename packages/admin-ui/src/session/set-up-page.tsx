import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useAsk } from "../client/ask.ts";
import { useClient } from "../client/surroundings.tsx";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import styles from "./card.module.css";
import { FrontPage } from "./front-page.tsx";

const empty = { token: "", organizationName: "", name: "", email: "", password: "" };

/** Whose server is this? Only for a server without an organization. */
export function SetUpPage() {
  const client = useClient();
  const queries = useQueryClient();
  const go = useGo();
  const status = useAsk(["session", "status"], (api, options) => api.session.status({}, options));
  const [fields, setFields] = useState(empty);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const field = (name: keyof typeof empty) => ({
    required: true,
    withAsterisk: false,
    value: fields[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    setError(null);
    try {
      await client.session.setUp({ ...fields, token: fields.token.trim() });
      queries.clear();
      go(addresses.home(), { replace: true });
    } catch (failure) {
      setError(failure);
      setPending(false);
    }
  };

  if (status.data?.needsSetup === false) {
    return (
      <FrontPage title="This server is set up" text="It has an organization and an owner already.">
        <PageLink to={addresses.signIn()}>Sign in</PageLink>
      </FrontPage>
    );
  }
  return (
    <FrontPage
      title="Set up this server"
      text="You become the owner of its first organization. The token was printed once, where the server was started."
    >
      <form className={styles["card"]} onSubmit={(event) => void submit(event)}>
        <TextInput label="Setup token" autoComplete="off" spellCheck={false} {...field("token")} />
        <TextInput label="Organization" description="Its name, for everybody in it" {...field("organizationName")} />
        <TextInput label="Your name" autoComplete="name" {...field("name")} />
        <TextInput label="Your e-mail" type="email" autoComplete="username" {...field("email")} />
        <PasswordInput
          label="A password"
          description="At least 12 characters"
          autoComplete="new-password"
          minLength={12}
          {...field("password")}
        />
        <ErrorNotice error={error ?? status.error} />
        <Button type="submit" size="sm" loading={pending}>
          Set up and sign in
        </Button>
      </form>
    </FrontPage>
  );
}
