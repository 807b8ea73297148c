import {
  type AuditAction,
  CanonicalJsonError,
  type Committed,
  canonicalJson,
  httpStatusOf,
  isCountersignError,
  type JsonValue,
  type Refusal,
  sha256Hex,
} from "@countersign/core";
import { initTRPC, TRPCError } from "@trpc/server";
import type { z } from "zod";
import { recordRefusal } from "../audit/refusal-recorder.ts";
import type { Actor } from "../command/actor.ts";
import { type Command, execute, look, type Repetition } from "../command/command.ts";
import { answerOnce, type RepeatableCall, recallDeletion } from "../command/idempotency.ts";
import type { OrganizationLock } from "../command/organization-store.ts";
import type { Reading } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";
import type { ForAnybody, ForHolders, ForMembers, Requirement } from "../command/requirement.ts";
import type { Context } from "./context.ts";
import { codeByStatus } from "./error-code.ts";

/** What the guard test reads of a procedure: who may call it, and from which argument its scope comes. */
export interface Meta {
  readonly requires:
    | { readonly type: "public" | "member"; readonly why: string }
    | { readonly type: "permission"; readonly permission: string; readonly argument: string; readonly orOwn: boolean };
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => ({
      ...shape,
      message: refusalOf(error).message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        countersign: { ...refusalOf(error), requestId: ctx?.frame.requestId ?? null },
      },
    }),
  });

/** Joins procedures under a noun, and nouns into the router. */
export const router = t.router;

/** A call that reads: one consistent snapshot, decided before it is read. */
export function query<Input, Output>(definition: {
  readonly requires: ForMembers | ForHolders<Input>;
  readonly input: z.ZodType<Input, Input>;
  readonly answer: (reading: Reading, input: Input) => Promise<Output>;
}) {
  const { requires, answer } = definition;
  return t.procedure
    .meta({ requires: metaOf(requires) })
    .input(definition.input)
    .query(async ({ ctx, input }): Promise<Output> => {
      const actor = (await refusing(ctx.actor)) ?? refuseAs(unauthenticated);
      return refusing(() => look(ctx.environment, actor, ctx.frame, requires, parsed<Input>(input), answer));
    });
}

/** A call that changes: decided, done, audited and answered once, in one transaction. */
export function mutation<Input, Output extends object>(definition: {
  readonly action: AuditAction;
  readonly requires: ForMembers | ForHolders<Input>;
  readonly input: z.ZodType<Input, Input>;
  /** `exclusive` for what changes access, policy, tree or releases. Default: that. */
  readonly lock?: Exclude<OrganizationLock, "none">;
  /** Fields of the answer that are shown once and never stored; a repeated call is answered without them. */
  readonly secrets?: readonly (keyof Output & string)[];
  readonly answer: (command: Command, input: Input) => Promise<Output>;
}) {
  const { requires, action } = definition;
  return changing(action)
    .meta({ requires: metaOf(requires) })
    .input(definition.input)
    .mutation(async ({ ctx, input, path }): Promise<Output & Committed> => {
      const actor = await refusing(() => writer(ctx, action));
      return refusing(() =>
        execute(
          ctx.environment,
          actor,
          ctx.frame,
          { action, requires, lock: definition.lock ?? "exclusive", work: definition.answer },
          parsed<Input>(input),
          repetitionOf<Output>({ procedure: path, body: bodyDigest(actor, input), secrets: definition.secrets ?? [] }),
        ),
      );
    });
}

/** A procedure that changes. What its schema turns away is a refused write as every other and leaves an event. */
function changing(action: AuditAction) {
  return t.procedure.use(async ({ ctx, next }) => {
    const result = await next();
    if (result.ok || result.error.code !== "BAD_REQUEST" || issuesOf(result.error.cause).length === 0) return result;
    await recordRefusal(ctx.environment, ctx.frame, {
      actor: await ctx.actor().catch(() => null),
      action,
      target: { type: "unknown", id: null },
      refusal: invalidInput(result.error.cause),
    });
    return result;
  });
}

function repetitionOf<Output extends object>(call: RepeatableCall): Repetition<Output> {
  return {
    recall: (command) => recallDeletion(command, call),
    answerOnce: (command, work) => answerOnce(command, call, work),
  };
}

/** A public call that reads; it is handed the context and nobody's authority. */
export function publicQuery<Input, Output>(definition: {
  readonly requires: ForAnybody;
  readonly input: z.ZodType<Input, Input>;
  readonly answer: (context: Context, input: Input) => Promise<Output>;
}) {
  return t.procedure
    .meta({ requires: metaOf(definition.requires) })
    .input(definition.input)
    .query(({ ctx, input }): Promise<Output> => refusing(() => definition.answer(ctx, parsed<Input>(input))));
}

/** A public call that changes: its token, or its password, is the right. A refusal is recorded in the system's chain. */
export function publicMutation<Input, Output>(definition: {
  readonly action: AuditAction;
  readonly requires: ForAnybody;
  readonly input: z.ZodType<Input, Input>;
  readonly answer: (context: Context, input: Input) => Promise<Output>;
}) {
  return changing(definition.action)
    .meta({ requires: metaOf(definition.requires) })
    .input(definition.input)
    .mutation(
      ({ ctx, input }): Promise<Output> =>
        refusing(async () => {
          try {
            return await attempting(ctx, accountIn(input), () => definition.answer(ctx, parsed<Input>(input)));
          } catch (error) {
            if (isCountersignError(error)) {
              await recordRefusal(ctx.environment, ctx.frame, {
                actor: null,
                action: definition.action,
                target: { type: "unknown", id: null },
                refusal: error.toRefusal(),
              });
            }
            throw error;
          }
        }),
    );
}

/** A query of any signed-in principal that needs more than a reading: sessions and passwords. */
export function sessionMutation<Input, Output>(definition: {
  readonly action: AuditAction;
  readonly requires: ForMembers;
  readonly input: z.ZodType<Input, Input>;
  readonly answer: (context: Context, actor: Actor, input: Input) => Promise<Output>;
}) {
  return changing(definition.action)
    .meta({ requires: metaOf(definition.requires) })
    .input(definition.input)
    .mutation(
      ({ ctx, input }): Promise<Output> =>
        refusing(async () => {
          const actor = await ctx.actor();
          try {
            if (actor === null) return refuse(unauthenticated);
            return await attempting(ctx, actor.principalId, () => definition.answer(ctx, actor, parsed<Input>(input)));
          } catch (error) {
            if (isCountersignError(error)) {
              await recordRefusal(ctx.environment, ctx.frame, {
                actor,
                action: definition.action,
                target: { type: "principal", id: actor?.principalId ?? null },
                refusal: error.toRefusal(),
              });
            }
            throw error;
          }
        }),
    );
}

/** Who changes something; that nobody is known, or in no way that counts, is a refused write as every other. */
async function writer(context: Context, action: AuditAction): Promise<Actor> {
  try {
    return (await context.actor()) ?? refuse(unauthenticated);
  } catch (error) {
    if (isCountersignError(error)) {
      await recordRefusal(context.environment, context.frame, {
        actor: null,
        action,
        target: { type: "unknown", id: null },
        refusal: error.toRefusal(),
      });
    }
    throw error;
  }
}

/** Whoever guesses a password or a token is bounded; whoever knows it is not. */
async function attempting<T>(context: Context, account: string | null, work: () => Promise<T>): Promise<T> {
  const attempt = context.attempt({ account });
  try {
    const answer = await work();
    attempt.forgive();
    return answer;
  } catch (error) {
    if (!isCountersignError(error) || error.code !== "unauthenticated") attempt.forgive();
    throw error;
  }
}

/** The account that a public call is about, where it names one. */
function accountIn(input: unknown): string | null {
  return typeof input === "object" && input !== null && "email" in input && typeof input.email === "string"
    ? input.email
    : null;
}

/**
 * The input as its schema has parsed it. The router's own type for it is a condition over a type parameter that the
 * compiler cannot resolve here; for every schema, which always is one, the condition ends in `Input`.
 */
function parsed<Input>(input: unknown): Input {
  return input as Input;
}

const unauthenticated: Refusal = {
  code: "unauthenticated",
  message: "This needs a signed-in person or an API key.",
  remedy: "Sign in, or send an API key as `Authorization: Bearer <key>`.",
};

function metaOf<Input>(requirement: Requirement<Input>): Meta["requires"] {
  if (requirement.type !== "permission") return { type: requirement.type, why: requirement.why };
  return {
    type: "permission",
    permission: requirement.permission,
    argument: requirement.at.argument,
    orOwn: requirement.orOwn,
  };
}

function bodyDigest({ keyId }: Actor, input: unknown): string {
  try {
    // What zod has parsed from JSON is JSON, but for absent optional fields, which JSON.stringify leaves out.
    const json: JsonValue = JSON.parse(JSON.stringify(input ?? null));
    return `sha256:${sha256Hex(canonicalJson({ keyId, input: json }))}`;
  } catch (error) {
    const why = whyNoJson(error);
    if (why === null) throw error;
    return refuse({
      code: "invalid",
      message: `The input cannot be written as JSON: ${why}`,
      remedy: "Correct what is named and send it again.",
    });
  }
}

/** What keeps an input from being written as canonical JSON; `null` for any other failure. */
function whyNoJson(error: unknown): string | null {
  if (error instanceof CanonicalJsonError) return error.message;
  // JSON that is nested by the thousands is parsed without recursion and cannot be written again.
  return error instanceof RangeError ? "it is nested too deeply." : null;
}

/** The one place where a refusal becomes the wire's error. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCountersignError(error)) throw wireError(error.toRefusal(), error);
    throw error;
  }
}

function refuseAs(refusal: Refusal): never {
  throw wireError(refusal);
}

function wireError(refusal: Refusal, cause?: unknown): TRPCError {
  return new TRPCError({
    code: codeByStatus(httpStatusOf(refusal.code)),
    message: refusal.message,
    cause: isCountersignError(cause) ? cause : new RefusalCause(refusal),
  });
}

/** Carries a refusal that was never thrown to the formatter. */
class RefusalCause extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** What a client is told: a refusal as it is, a malformed input as `invalid`, and of anything else nothing but that it failed. */
function refusalOf(error: TRPCError): Refusal {
  const { cause } = error;
  if (isCountersignError(cause)) return cause.toRefusal();
  if (cause instanceof RefusalCause) return cause.refusal;
  if (error.code === "BAD_REQUEST" || error.code === "PARSE_ERROR") return invalidInput(cause);
  if (error.code === "NOT_FOUND" || error.code === "METHOD_NOT_SUPPORTED") {
    return { code: "not_found", message: "There is no such procedure.", remedy: "Check its name and its method." };
  }
  return {
    code: "internal",
    message: "The server failed and changed nothing.",
    remedy: "Try again; if it happens again, tell the operator the request id.",
  };
}

function invalidInput(cause: unknown): Refusal {
  const issues = issuesOf(cause);
  const first = issues[0];
  return {
    code: "invalid",
    message:
      first === undefined
        ? "The input could not be read."
        : `The input is not valid at ${first.path}: ${first.message}`,
    remedy: "Correct the fields that are named and send it again.",
    details: { problems: issues },
  };
}

function issuesOf(cause: unknown): readonly { readonly path: string; readonly message: string }[] {
  if (typeof cause !== "object" || cause === null || !("issues" in cause) || !Array.isArray(cause.issues)) return [];
  return cause.issues.map((issue: { readonly path?: readonly PropertyKey[]; readonly message?: string }) => ({
    path: (issue.path ?? []).map(String).join(".") || "the input",
    message: issue.message ?? "not valid",
  }));
}
