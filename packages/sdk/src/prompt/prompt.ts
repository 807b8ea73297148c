import {
  type ChatMessage,
  CountersignError,
  type MessageRole,
  type PromptContent,
  parsePromptContent,
  type RenderedPrompt,
  type RenderProblem,
  renderPrompt,
  type ServedResource,
  type VariableValues,
} from "@countersign/core";
import { type Address, nameOf } from "../transport/ask-served.ts";
import type { Staleness } from "./served-cache.ts";

/**
 * A prompt as a label serves it, includes resolved. It never changes; fetch again to see what the label serves then.
 * `Values` are the variables that it is filled in with.
 */
export interface Prompt<Values = VariableValues> extends Renderable<Values> {
  readonly origin: "registry";
  /** Why it is given although the server did not say that the label still serves it; mostly `null`. */
  readonly stale: Staleness | null;
  /** Number of the version in its workspace. */
  readonly version: number;
  /** Of the content; the same content has the same digest in every workspace. */
  readonly digest: string;
  /** One higher with each release of the label. */
  readonly sequence: number;
  /** True when a release that nobody reviewed put it there. */
  readonly unreviewed: boolean;
  readonly releasedAt: string;
}

/** What an application brings itself, for when there is neither an answer nor a copy. Nobody released or reviewed it. */
export interface FallbackPrompt<Values = VariableValues> extends Renderable<Values> {
  readonly origin: "fallback";
  /** Why the server could not be asked. */
  readonly cause: unknown;
}

/** The values of a call: they may be left out where none is required. */
type Given<Values> = Readonly<Record<never, never>> extends Values ? [values?: Values] : [values: Values];

/** A prompt to be filled in. */
interface Renderable<Values> {
  /** The last part of the path. */
  readonly name: string;
  readonly workspace: string;
  readonly path: string;
  readonly label: string;
  readonly content: PromptContent;
  /**
   * Puts values in place of the variables. Values are never looked at again: one that holds `{{x}}` is rendered as
   * that. Throws `invalid`, with `missing`, `unexpected` and `invalid` in its details, unless every required variable
   * is given and nothing that the prompt does not declare.
   */
  readonly render: (...given: Given<Values>) => RenderedPrompt;
  /** As {@link render}, as one text. Throws `invalid` for a chat prompt. */
  readonly toText: (...given: Given<Values>) => string;
  /** As {@link render}, as messages. A text prompt becomes one message of `role`, by default `system`. */
  readonly toMessages: (...given: [...Given<Values>, role?: MessageRole]) => readonly ChatMessage[];
}

/** Throws `invalid` for what is served but is no prompt that this version of the client can read. */
export function promptOf(served: ServedResource): Prompt {
  const parsed = served.kind === "prompt" ? parsePromptContent(served.content) : null;
  if (parsed === null || !parsed.ok) {
    throw new CountersignError({
      code: "invalid",
      message: `${nameOf(served)} serves no prompt that this client can read.`,
      remedy: "Update the client to the server's version.",
    });
  }
  return Object.freeze({
    ...renderable(served, parsed.value),
    origin: "registry",
    stale: null,
    version: served.version,
    digest: served.digest,
    sequence: served.sequence,
    unreviewed: served.unreviewed,
    releasedAt: served.releasedAt,
  });
}

/** The same prompt, marked. */
export function stalePrompt(prompt: Prompt, staleness: Staleness): Prompt {
  return Object.freeze({ ...prompt, stale: Object.freeze({ ...staleness }) });
}

export function fallbackPrompt(address: Address, content: PromptContent, cause: unknown): FallbackPrompt {
  return Object.freeze({ ...renderable(address, content), origin: "fallback", cause });
}

function renderable({ workspace, path, label }: Address, content: PromptContent): Renderable<VariableValues> {
  const address = nameOf({ workspace, path, label });
  const render = (values?: VariableValues): RenderedPrompt => {
    const rendered = renderPrompt(content, values);
    if (!rendered.ok) throw renderError(address, rendered.error);
    return rendered.value;
  };
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    workspace,
    path,
    label,
    content: deepFrozen(content),
    render,
    toText: (values) => textOf(address, render(values)),
    toMessages: (values, role = "system") => messagesOf(render(values), role),
  };
}

function textOf(address: string, rendered: RenderedPrompt): string {
  if (rendered.type === "text") return rendered.text;
  throw new CountersignError({
    code: "invalid",
    message: `${address} is a chat prompt, which is no single text.`,
    remedy: "Use toMessages.",
  });
}

function messagesOf(rendered: RenderedPrompt, role: MessageRole): readonly ChatMessage[] {
  return rendered.type === "chat" ? rendered.messages : [{ role, content: rendered.text }];
}

function renderError(address: string, problem: RenderProblem): CountersignError {
  return new CountersignError({
    code: "invalid",
    message: `${address}: ${problem.message}`,
    ...(problem.code === "variables"
      ? { details: { missing: problem.missing, unexpected: problem.unexpected, invalid: problem.invalid } }
      : {}),
  });
}

function deepFrozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFrozen(part);
  return Object.freeze(value);
}
