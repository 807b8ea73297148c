import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useAsk } from "../client/ask.ts";
import { describeFailure } from "../client/failure.ts";
import { MeProvider } from "../client/me.ts";
import { WorkspacesProvider } from "../client/workspaces.tsx";
import { addresses } from "../interface/addresses.ts";
import { FailedPage } from "../interface/failed-page.tsx";
import { Redirect } from "../interface/redirect.tsx";
import { PageShape } from "../interface/skeletons.tsx";
import { readInvitationHash } from "./invitation-hash.ts";
import { Shell } from "./shell.tsx";

/** Lets in whoever is signed in; leads others to sign in, or to set the server up where nobody has yet. */
export function SessionGate() {
  const location = useLocation();
  const queries = useQueryClient();
  const status = useAsk(["session", "status"], (client, options) => client.session.status({}, options), {
    fresh: 60_000,
  });
  const me = useAsk(["session", "me"], (client, options) => client.session.me({}, options));
  const signedOut = me.isError && describeFailure(me.error).code === "unauthenticated";
  useEffect(() => {
    if (!signedOut) return;
    // What the one who left was shown is nobody else's.
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  }, [signedOut, queries]);

  const invitation = readInvitationHash(location.hash);
  if (invitation !== null) return <Redirect to={addresses.invitation()} hash={`/invitation/${invitation}`} />;
  if (status.isError && status.data === undefined) {
    return <FailedPage error={status.error} onRetry={() => void status.refetch()} />;
  }
  if (status.data === undefined) return <PageShape />;
  if (status.data.needsSetup) return <Redirect to={addresses.setUp()} />;
  if (signedOut) {
    const to = location.href === "/" ? undefined : location.href;
    return <Redirect to={addresses.signIn(to)} />;
  }
  if (me.isError && me.data === undefined) return <FailedPage error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === undefined) return <PageShape />;
  return (
    <MeProvider value={me.data}>
      <WorkspacesProvider key={me.data.principal.id}>
        <Shell demo={status.data.demo} />
      </WorkspacesProvider>
    </MeProvider>
  );
}
