import type { PromptOptions } from "../prompt/prompt-options.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { createCookieJar } from "../transport/cookie-jar.ts";
import type { Fetch, Runtime } from "../transport/runtime.ts";
import type { SendSettings } from "../transport/send.ts";
import type { VerifyOptions } from "../verify/verify-options.ts";

export interface ClientOptions {
  /** Where the server is, its base path included, for example `https://prompts.example/countersign`. In a browser it may be relative to the page. */
  readonly url: string | URL;
  /** An API key. Without one the calls are those of the session that the browser, or the client, holds. */
  readonly key?: string | undefined;
  /** Which organization, for a person who belongs to several. Default: the person's first. */
  readonly organizationId?: string | undefined;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds until a call is given up, attempts and pauses together. Default 30,000. */
  readonly timeout?: number | undefined;
  /** Attempts after the first. Default 3. */
  readonly retries?: number | undefined;
  /** Sent with each call, beside the client's own, which go before them. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether a browser sends its cookies. Default: `same-origin`, with a key `omit`. */
  readonly credentials?: "omit" | "same-origin" | "include" | undefined;
  /**
   * Who keeps the session after `session.signIn`: the platform, as browsers do, or this client in memory, for scripts
   * that sign in as a person. Default `platform`.
   */
  readonly session?: "platform" | "memory" | undefined;
  /** How fetched prompts are kept. */
  readonly prompts?: PromptOptions | undefined;
  /**
   * Whether what is served is verified against the signed statement of its release, so that neither the server, nor its
   * database, nor anybody on the way can pass off another content. `warn` gives it all the same. Default `off`.
   */
  readonly verify?: "off" | "warn" | VerifyOptions | undefined;
  /** Stands around each question to the server; `openTelemetry()` of `@countersign/sdk/opentelemetry` makes spans of them. */
  readonly tracing?: Tracing | undefined;
  /** Clock, chance and pauses, for tests. Default: the platform's. */
  readonly runtime?: Partial<Runtime> | undefined;
}

const DEFAULT_TIMEOUT = 30_000;
const DEFAULT_RETRIES = 3;

/** What is sent with each call so that the server knows it comes from a program, not from a form on another site. */
const CLIENT_HEADER = "x-countersign-client";
const ORGANIZATION_HEADER = "x-countersign-organization";

/** Throws a `TypeError` that never repeats a key. */
export function readOptions(options: ClientOptions, runtime: Runtime): SendSettings {
  const base = readBase(options.url);
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;
  const retries = options.retries ?? DEFAULT_RETRIES;
  if (!(timeout > 0)) throw new TypeError(`"timeout" is ${timeout}; give milliseconds above 0.`);
  if (!Number.isInteger(retries) || retries < 0) throw new TypeError(`"retries" is ${retries}; give 0 or more.`);
  if (options.key !== undefined && options.session === "memory") {
    throw new TypeError('"key" and "session" are two ways to be somebody; give one of the two.');
  }
  return {
    base,
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    timeout,
    retries,
    headers: readHeaders(options),
    credentials: options.credentials ?? (options.key === undefined ? "same-origin" : "omit"),
    jar: options.session === "memory" ? createCookieJar(base, runtime.now) : null,
    runtime,
  };
}

function readBase(url: string | URL): URL {
  const page = typeof location === "undefined" ? undefined : location.href;
  if (!URL.canParse(url.toString(), page)) {
    throw new TypeError(`"url" is "${url}", which is no address; give one like https://prompts.example.`);
  }
  const base = new URL(url, page);
  if (base.protocol !== "https:" && base.protocol !== "http:") {
    throw new TypeError(`"url" begins with "${base.protocol}"; give one that begins with https: or http:.`);
  }
  if (base.username !== "" || base.password !== "") {
    throw new TypeError('"url" holds a name or a password; take them out, and give a "key".');
  }
  base.search = "";
  base.hash = "";
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return base;
}

function readHeaders(options: ClientOptions): Headers {
  const headers = new Headers(options.headers);
  headers.set(CLIENT_HEADER, "1");
  if (options.organizationId !== undefined) headers.set(ORGANIZATION_HEADER, options.organizationId);
  headers.delete("authorization");
  if (options.key !== undefined) {
    // The platform's own complaint would hold the key.
    if (!/^[\x21-\x7e]+$/.test(options.key)) {
      throw new TypeError('"key" is empty, or holds white space or other characters that no key has; copy it again.');
    }
    headers.set("authorization", `Bearer ${options.key}`);
  }
  return headers;
}
