import type { CallOptions } from "@countersign/core";
import { UnansweredError } from "../error/unanswered-error.ts";
import { type CallLimit, limitCall } from "./call-limit.ts";
import type { CookieJar } from "./cookie-jar.ts";
import { type AttemptOutcome, retryDelay } from "./retry-delay.ts";
import type { Fetch, Runtime } from "./runtime.ts";

/** One question to the server. */
export interface Question {
  /** For messages, for example `role.create`. */
  readonly name: string;
  /** Below the server's address, without a leading slash; already encoded. */
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** A mutation's, sent with it; `null` for what changes nothing. */
  readonly idempotencyKey: string | null;
  /** Whether it may be sent again when the connection was lost on the way. */
  readonly repeatable: boolean;
  readonly options: CallOptions | undefined;
}

/** What came back, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks the server. Rejects with an {@link UnansweredError}; every status is an answer. */
export type Send = (question: Question) => Promise<Answer>;

export interface SendSettings {
  /** Ends in a slash. */
  readonly base: URL;
  readonly fetch: Fetch;
  /** Milliseconds for a call, attempts and pauses together. */
  readonly timeout: number;
  /** Attempts after the first. */
  readonly retries: number;
  readonly headers: Headers;
  readonly credentials: RequestCredentials;
  readonly jar: CookieJar | null;
  readonly runtime: Runtime;
}

/**
 * Sends with a time limit and with retries. What is not repeatable is sent once; everything else, because a mutation
 * carries its idempotency key, acts once however often it is sent. Redirects are not followed: they would carry a key
 * to a place that nobody named.
 */
export function createSend(settings: SendSettings): Send {
  return async (question) => {
    const timeout = question.options?.timeout ?? settings.timeout;
    const limit = limitCall(timeout, question.options?.signal, settings.runtime.now);
    try {
      return await sendWithin(settings, question, limit);
    } finally {
      limit.release();
    }
  };
}

async function sendWithin(settings: SendSettings, question: Question, limit: CallLimit): Promise<Answer> {
  const { runtime } = settings;
  const retries = question.repeatable ? settings.retries : 0;
  for (let attempt = 0; ; attempt += 1) {
    const result = await tryOnce(settings, question, limit);
    const chance = { now: runtime.now(), random: runtime.random() };
    const delay = attempt < retries ? retryDelay(result.outcome, attempt, chance) : null;
    if (delay === null || delay >= limit.remaining()) return result.settle();
    await runtime.sleep(delay, limit.signal);
  }
}

interface AttemptResult {
  readonly outcome: AttemptOutcome;
  /** The attempt's answer, or its error. */
  readonly settle: () => Answer;
}

async function tryOnce(settings: SendSettings, question: Question, limit: CallLimit): Promise<AttemptResult> {
  if (limit.ended() !== null) throw endedError(question, limit);
  try {
    const answer = await limit.within(exchange(settings, question, limit.signal));
    const retryAfter = answer.headers.get("retry-after");
    return { outcome: { type: "answered", status: answer.status, retryAfter }, settle: () => answer };
  } catch (cause) {
    if (limit.ended() !== null) throw endedError(question, limit);
    if (cause instanceof UnansweredError) throw cause;
    return {
      outcome: { type: "failed" },
      settle: () => {
        throw networkError(settings, question, cause);
      },
    };
  }
}

async function exchange(settings: SendSettings, question: Question, signal: AbortSignal): Promise<Answer> {
  const response = await request(settings, question, signal);
  settings.jar?.store(response.headers.getSetCookie());
  // Read here, so that a connection lost within the body counts as lost and not as answered.
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Sends once and answers as soon as the answer begins. Rejects where it would lead somewhere else. */
export async function request(settings: SendSettings, question: Question, signal: AbortSignal): Promise<Response> {
  const headers = new Headers(settings.headers);
  for (const [name, value] of Object.entries(question.headers)) headers.set(name, value);
  if (question.idempotencyKey !== null) headers.set("idempotency-key", question.idempotencyKey);
  const atLeast = question.options?.atLeast;
  if (atLeast !== undefined) headers.set("x-countersign-revision", String(atLeast));
  const cookie = settings.jar?.header() ?? null;
  if (cookie !== null) headers.set("cookie", cookie);

  // Not as a method of the settings: a browser's own fetch refuses any other "this".
  const { fetch } = settings;
  const response = await fetch(new URL(question.path, settings.base).href, {
    method: question.method,
    headers,
    body: question.body,
    credentials: settings.credentials,
    redirect: "manual",
    // The client revalidates for itself; what a shared cache of the platform holds may be another principal's.
    cache: "no-store",
    signal,
  });
  if (isRedirect(response)) throw redirectError(settings, question, response);
  return response;
}

function isRedirect(response: Response): boolean {
  return response.type === "opaqueredirect" || [301, 302, 303, 307, 308].includes(response.status);
}

function redirectError(settings: SendSettings, question: Question, response: Response): UnansweredError {
  const place = response.headers.get("location");
  const to = place === null ? "another address" : place;
  return new UnansweredError("network", `${question.name}: ${settings.base.href} redirects to ${to}.`, {
    remedy: "Give the client the address that the server itself answers at.",
    status: response.status,
    idempotencyKey: question.idempotencyKey,
  });
}

function networkError(settings: SendSettings, question: Question, cause: unknown): UnansweredError {
  const reason = reasonOf(cause);
  return new UnansweredError("network", `${question.name}: no answer from ${settings.base.href} (${reason}).`, {
    remedy: "Check the address, and that the server runs and can be reached.",
    idempotencyKey: question.idempotencyKey,
    cause,
  });
}

function endedError(question: Question, limit: CallLimit): UnansweredError {
  const idempotencyKey = question.idempotencyKey;
  const again = idempotencyKey === null ? "call again" : "call again with the error's idempotencyKey, it acts once";
  return limit.ended() === "aborted"
    ? new UnansweredError("aborted", `${question.name}: its caller ended the call.`, {
        remedy: `If that was not meant, ${again}.`,
        idempotencyKey,
        cause: limit.signal.reason,
      })
    : new UnansweredError("timeout", `${question.name}: no answer in time.`, {
        remedy: `Allow more time with "timeout", or ${again}.`,
        idempotencyKey,
      });
}

/** Platforms say "fetch failed" and hide the reason in the cause. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown reason";
  return cause.cause instanceof Error && cause.cause.message !== "" ? cause.cause.message : cause.message;
}
