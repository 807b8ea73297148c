import type { DemoPerson } from "@countersign/core";
import { Button, PasswordInput, TextInput, UnstyledButton } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useClient } from "../client/surroundings.tsx";
import { addresses, readAddress } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { useGo } from "../interface/page-link.tsx";
import { initialsOf } from "../interface/person-mark.ts";
import { Redirect } from "../interface/redirect.tsx";
import styles from "./card.module.css";
import { FrontPage } from "./front-page.tsx";
import { signInSearch } from "./sign-in-search.ts";

/** Who are you? */
export function SignInPage() {
  const search = useSearchOf(signInSearch);
  const client = useClient();
  const queries = useQueryClient();
  const go = useGo();
  const status = useAsk(["session", "status"], (api, options) => api.session.status({}, options));
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const signIn = async (credentials: { readonly email: string; readonly password: string }) => {
    setPending(credentials.email);
    setError(null);
    try {
      await client.session.signIn({ email: credentials.email, password: credentials.password });
      queries.clear();
      go(search.to === undefined ? addresses.home() : readAddress(search.to), { replace: true });
    } catch (failure) {
      setError(failure);
      setPending(null);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void signIn({ email, password });
  };

  if (status.data?.needsSetup === true) return <Redirect to={addresses.setUp()} />;
  const people: readonly DemoPerson[] = status.data?.demo?.people ?? [];
  return (
    <FrontPage title="Sign in" text="Who may change what production serves is decided by who you are.">
      {people.length === 0 ? null : (
        <section aria-labelledby="demo-people">
          <h2 id="demo-people" className={styles["heading"]}>
            The demo's people: choose whose eyes to see with
          </h2>
          <div className={styles["people"]}>
            {people.map((person) => (
              <UnstyledButton
                key={person.email}
                className={styles["person"]}
                disabled={pending !== null}
                onClick={() => void signIn(person)}
              >
                <span className={styles["mark"]} aria-hidden>
                  {initialsOf(person.name)}
                </span>
                <span className={styles["names"]}>
                  <span className={styles["name"]}>{person.name}</span>
                  <span className={styles["part"]}>{person.part}</span>
                </span>
                <IconArrowRight size={16} aria-hidden />
              </UnstyledButton>
            ))}
          </div>
        </section>
      )}
      <form className={styles["card"]} onSubmit={submit}>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ErrorNotice error={error ?? status.error} />
        <Button type="submit" size="sm" loading={pending !== null && pending === email} disabled={pending !== null}>
          Sign in
        </Button>
      </form>
    </FrontPage>
  );
}
