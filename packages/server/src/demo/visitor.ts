import { appRouter } from "../app-router.ts";
import type { Environment } from "../command/environment.ts";
import { newRequestId } from "../command/identifiers.ts";
import { authenticate, clientHeader } from "../identity/authenticate.ts";
import type { Context } from "../rpc/context.ts";
import { serverVersion } from "../server-version.ts";

/** Every procedure, as one person's session calls it. */
export type Procedures = ReturnType<typeof appRouter.createCaller>;

/**
 * Somebody at the server's procedures, inside this process: nothing that they decide, check or record is passed by. He is
 * a stranger until a procedure answers with a session.
 */
export function newVisitor(environment: Environment): Procedures {
  let cookie: string | null = null;
  const context = (): Context => {
    const headers = new Headers({ [clientHeader]: "demo", ...(cookie === null ? {} : { cookie }) });
    return {
      environment,
      frame: { requestId: newRequestId(), idempotencyKey: null, seenRevision: null },
      headers,
      server: { version: serverVersion(), demo: null },
      attempt: () => ({ forgive: () => undefined }),
      answerHeader: (name, value) => {
        if (name === "set-cookie") cookie = value.split(";")[0] ?? null;
      },
      actor: () => authenticate(environment, headers),
    };
  };
  return appRouter.createCaller(context);
}
