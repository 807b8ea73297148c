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

/** A prompt as a label serves it, includes resolved. It never changes; fetch again to see what the label serves then. */
export interface Prompt {
  /** The last part of the path. */
  readonly name: string;
  readonly workspace: string;
  readonly path: string;
  readonly label: string;
  /** Number of the version in its workspace. */
  readonly version: number;
  /** Of the content; the same content has the same digest in every workspace. */
  readonly digest: string;
  /** One higher with each release of the label. */
  readonly sequence: number;
  /** True when a release that nobody reviewed put it there. */
  readonly unreviewed: boolean;
  readonly releasedAt: string;
  readonly content: PromptContent;
  /**
   * Puts values in place of the variables. Values are never looked at again: one that holds `{{x}}` is rendered as
   * that. Throws `invalid`, with `missing`, `unexpected` and `invalid` in its details, unless every required variable
   * is given and nothing that the prompt does not declare.
   */
  readonly render: (values?: VariableValues) => RenderedPrompt;
  /** As {@link render}, as one text. Throws `invalid` for a chat prompt. */
  readonly toText: (values?: VariableValues) => string;
  /** As {@link render}, as messages. A text prompt becomes one message of `role`, by default `system`. */
  readonly toMessages: (values?: VariableValues, role?: MessageRole) => readonly ChatMessage[];
}

/** Throws `invalid` for what is served but is no prompt that this version of the client can read. */
export function promptOf(served: ServedResource): Prompt {
  const address = `${served.workspace}/${served.path}@${served.label}`;
  const parsed = served.kind === "prompt" ? parsePromptContent(served.content) : null;
  if (parsed === null || !parsed.ok) {
    throw new CountersignError({
      code: "invalid",
      message: `${address} serves no prompt that this client can read.`,
      remedy: "Update the client to the server's version.",
    });
  }
  const content = parsed.value;
  const render = (values?: VariableValues): RenderedPrompt => {
    const rendered = renderPrompt(content, values);
    if (!rendered.ok) throw renderError(address, rendered.error);
    return rendered.value;
  };
  return Object.freeze({
    name: served.path.slice(served.path.lastIndexOf("/") + 1),
    workspace: served.workspace,
    path: served.path,
    label: served.label,
    version: served.version,
    digest: served.digest,
    sequence: served.sequence,
    unreviewed: served.unreviewed,
    releasedAt: served.releasedAt,
    content: deepFrozen(content),
    render,
    toText: (values?: VariableValues) => textOf(address, render(values)),
    toMessages: (values?: VariableValues, role: MessageRole = "system") => messagesOf(render(values), role),
  });
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
