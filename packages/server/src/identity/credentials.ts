import { betterAuth } from "better-auth";
import type { Database } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import { hashPassword, passwordMatches } from "./password-hash.ts";

/** How long a session lives without being used, in seconds. */
const sessionSeconds = 7 * 24 * 60 * 60;

/** Shortest and longest password, in characters. */
export const passwordLength = { min: 12, max: 128 } as const;

/**
 * E-mail and password credentials and their sessions, and nothing else: who a person is and what he may do stands in our
 * own tables and is asked on every call. Its calls have no transaction in common with ours; what must be one with ours is in
 * `credential-store.ts`.
 */
export interface Credentials {
  /** The credential of an address: the one that is there, or a new one, without a password. */
  obtain(person: { readonly email: string; readonly name: string }): Promise<string>;
  /** The hash that a password is stored as; another one each time. */
  hashPassword(password: string): Promise<string>;
  passwordMatches(passwordHash: string, password: string): Promise<boolean>;
  /** The credential of an address, whoever made it. */
  find(email: string): Promise<string | null>;
  /** Checks the password and opens a session; `null` when it is wrong. */
  signIn(email: string, password: string, headers: Headers): Promise<OpenedSession | null>;
  /** The credential that a request's session belongs to. */
  sessionOf(headers: Headers): Promise<string | null>;
  /** Ends the request's session; answers the cookies that clear it. */
  signOut(headers: Headers): Promise<readonly string[]>;
  /** Ends every session of a credential. */
  endSessions(credentialId: string): Promise<void>;
  /** Removes a credential with its sessions. */
  remove(credentialId: string): Promise<void>;
}

interface OpenedSession {
  readonly credentialId: string;
  /** `Set-Cookie` values. */
  readonly cookies: readonly string[];
}

export interface CredentialsOptions {
  readonly db: Database;
  readonly engine: Engine;
  /** Signs the session cookies: at least 32 random characters. */
  readonly secret: string;
  /** The address under which browsers reach the server. */
  readonly publicUrl: string;
  /** Work of a new password's hash, see `hashPassword`. Default: its default. */
  readonly passwordCost?: number | undefined;
}

/** Credentials kept by better-auth in the `auth_` tables. */
export function createCredentials(options: CredentialsOptions): Credentials {
  const secure = options.publicUrl.startsWith("https:");
  const auth = betterAuth({
    database: { db: options.db, type: options.engine },
    secret: options.secret,
    baseURL: options.publicUrl,
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Our own limits stand before every sign-in.
    rateLimit: { enabled: false },
    user: { modelName: "auth_user" },
    account: { modelName: "auth_account" },
    verification: { modelName: "auth_verification" },
    session: {
      modelName: "auth_session",
      expiresIn: sessionSeconds,
      updateAge: sessionSeconds / 7,
      // A cached session would outlive its revocation.
      cookieCache: { enabled: false },
    },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      password: {
        hash,
        verify: ({ password, hash }) => passwordMatches(password, hash),
      },
    },
    advanced: {
      cookiePrefix: "countersign",
      useSecureCookies: secure,
      // The console may live under a path of a host's; the cookie goes to the whole host.
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true, path: "/" },
    },
  });

  function hash(password: string): Promise<string> {
    return hashPassword(password, options.passwordCost);
  }

  async function find(email: string): Promise<string | null> {
    const found = await (await auth.$context).internalAdapter.findUserByEmail(email);
    return found?.user.id ?? null;
  }

  return {
    hashPassword: hash,
    find,

    async obtain({ email, name }) {
      const known = await find(email);
      if (known !== null) return known;
      const { internalAdapter } = await auth.$context;
      try {
        const made = await internalAdapter.createUser(
          { email, name, emailVerified: true },
          { method: "email-password" },
        );
        return made.id;
      } catch (error) {
        // Two who join with one address at the same moment make it once.
        const raced = await find(email);
        if (raced === null) throw error;
        return raced;
      }
    },

    async passwordMatches(passwordHash, password) {
      return (await auth.$context).password.verify({ hash: passwordHash, password });
    },

    async signIn(email, password, headers) {
      const answer = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
      if (!answer.ok) return null;
      const found = await (await auth.$context).internalAdapter.findUserByEmail(email);
      return found === null ? null : { credentialId: found.user.id, cookies: answer.headers.getSetCookie() };
    },

    async sessionOf(headers) {
      if (!headers.has("cookie")) return null;
      const session = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      return session?.user.id ?? null;
    },

    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, asResponse: true });
      return answer.headers.getSetCookie();
    },

    async endSessions(credentialId) {
      const { internalAdapter } = await auth.$context;
      const sessions = await internalAdapter.listSessions(credentialId);
      await internalAdapter.deleteSessions(sessions.map((session) => session.token));
    },

    async remove(credentialId) {
      const { internalAdapter } = await auth.$context;
      const sessions = await internalAdapter.listSessions(credentialId);
      await internalAdapter.deleteSessions(sessions.map((session) => session.token));
      await internalAdapter.deleteUser(credentialId);
    },
  };
}
