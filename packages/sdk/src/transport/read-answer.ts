import { type Permission, type Refusal, type RefusalDetail, refusalCodes } from "@countersign/core";
import { RefusedError } from "../error/refused-error.ts";
import { UnansweredError } from "../error/unanswered-error.ts";
import type { Answer, Question } from "./send.ts";

/** The JSON of an answer that says yes. Throws what a refusal, or an answer of something else, becomes. */
export function readAnswer(answer: Answer, question: Question): unknown {
  const body = parseJson(answer.text);
  if (answer.status >= 200 && answer.status < 300 && body !== undefined) return body;
  throw errorOf(answer, question, body);
}

/** The error that an answer becomes which does not hold what was asked for. */
export function errorOf(answer: Answer, question: Question, body: unknown): RefusedError | UnansweredError {
  const refusal = findRefusal(body);
  if (refusal !== null) {
    return new RefusedError(refusal.refusal, { status: answer.status, requestId: refusal.requestId });
  }
  return new UnansweredError(
    "network",
    `${question.name}: what answered with status ${answer.status} is no Countersign server.`,
    {
      remedy: "Check the address, its base path, and what stands between here and the server.",
      status: answer.status,
      idempotencyKey: question.idempotencyKey,
    },
  );
}

interface FoundRefusal {
  readonly refusal: Refusal;
  readonly requestId: string | null;
}

/** A procedure's error holds its refusal at `error.data.countersign`, a route's is the error itself. */
function findRefusal(body: unknown): FoundRefusal | null {
  const error = field(body, "error");
  return readRefusal(field(field(error, "data"), "countersign")) ?? readRefusal(error);
}

function readRefusal(value: unknown): FoundRefusal | null {
  const code = refusalCodes.find((known) => known === field(value, "code"));
  const message = field(value, "message");
  if (code === undefined || typeof message !== "string") return null;
  const remedy = field(value, "remedy");
  const permission = field(value, "permission");
  const details = field(value, "details");
  const requestId = field(value, "requestId");
  return {
    refusal: {
      code,
      message,
      ...(typeof remedy === "string" ? { remedy } : {}),
      ...(isPermission(permission) ? { permission } : {}),
      ...(isDetails(details) ? { details } : {}),
    },
    requestId: typeof requestId === "string" ? requestId : null,
  };
}

/** By its form alone: which there are, the server knows, and the whole catalogue would travel with every client. */
function isPermission(value: unknown): value is Permission {
  return typeof value === "string" && /^[a-z-]+:[a-z-]+$/.test(value);
}

/** It was read from JSON, so an object of it holds JSON all the way down. */
function isDetails(value: unknown): value is { readonly [name: string]: RefusalDetail } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

/** `undefined` for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
