import {
  type CallOptions,
  type CatalogueEntry,
  type CountersignApi,
  type Page,
  type PageInput,
  type PromptContent,
  type ResourceRecord,
  withDeclaredVariables,
} from "@countersign/core";
import { hasCode } from "../error/countersign-error.ts";
import { allItems } from "../place/all-items.ts";
import { ensureResource } from "../place/ensure-resource.ts";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { workspaceNamed } from "../place/scope-address.ts";
import type { PushedVersion } from "../resource/served.ts";
import type { Address } from "../transport/ask-served.ts";
import { endsServing } from "./ending.ts";
import { type FallbackPrompt, fallbackPrompt, type Prompt } from "./prompt.ts";
import type { PromptAddress, PromptLabel, PromptPath, PromptVariables, WorkspaceName } from "./prompt-catalogue.ts";
import type { ServedCache } from "./served-cache.ts";

/** Prompts by the names of their workspaces and by their paths. */
export interface Prompts {
  /** What a label serves; `prompt:use`. `not_found` also for what one may not fetch. From memory, as the client's `prompts` say. */
  readonly get: GetPrompt;
  /** Which prompts one is served under which labels, with their variables; in all workspaces, or in one. */
  readonly catalogue: (
    input?: { readonly workspace?: string | undefined },
    options?: ManyCallOptions,
  ) => Promise<readonly CatalogueEntry[]>;
  /** Those that one sees in a workspace, in path order, a page at a time. */
  readonly list: (input: PromptListInput, options?: ManyCallOptions) => Promise<Page<ResourceRecord>>;
  /**
   * Saves a version, and makes the prompt and its folders where they are missing: `prompt:edit`, `prompt:create` for a
   * new prompt, `folder:manage` for a new folder. Nothing becomes live by it.
   *
   * With an import key the same push twice is one version; without one, each push is a version.
   */
  readonly push: (input: PromptPush, options?: ManyCallOptions) => Promise<PushedVersion>;
}

/** Gets a prompt. With a {@link PromptCatalogue}, one that is in it. */
export interface GetPrompt {
  <Workspace extends WorkspaceName, Path extends PromptPath<Workspace>, Label extends PromptLabel<Workspace, Path>>(
    address: PromptAddress<Workspace, Path, Label>,
    options?: CallOptions,
  ): Promise<Prompt<PromptVariables<Workspace, Path, Label>>>;
  /** With `fallback` it rejects with a refusal alone. */
  <Workspace extends WorkspaceName, Path extends PromptPath<Workspace>, Label extends PromptLabel<Workspace, Path>>(
    address: PromptAddress<Workspace, Path, Label>,
    options: FallbackOptions,
  ): Promise<Prompt<PromptVariables<Workspace, Path, Label>> | FallbackPrompt<PromptVariables<Workspace, Path, Label>>>;
}

export interface FallbackOptions extends CallOptions {
  /** Given where there is neither an answer nor a copy that may be given. Never instead of a refusal. A text is a template. */
  readonly fallback: string | PromptContent;
}

export interface PromptListInput extends PageInput {
  /** The workspace's name. */
  readonly workspace: string;
  /** Only paths that begin so. */
  readonly prefix?: string | undefined;
}

export interface PromptPush {
  /** The workspace's name; it is never made. */
  readonly workspace: string;
  /** Inside the workspace, the prompt's name last, for example `support/refund`. */
  readonly path: string;
  /** A text is a template; the variables that it uses are declared as required. */
  readonly content: string | PromptContent;
  /** What changed and why, for whoever reads the history. */
  readonly message?: string | undefined;
  /** Names the version to whoever pushes it: the same key on the same prompt is the same version. */
  readonly importKey?: string | undefined;
  /** The version that the content was made from; a newer one is a `conflict`. Without it nothing is compared. */
  readonly basedOnVersionId?: string | undefined;
}

/** @param patience milliseconds that the server is waited for where there is a fallback */
export function createPrompts(api: CountersignApi, cache: ServedCache<Prompt>, patience: number): Prompts {
  const get = (address: Address, options?: CallOptions | FallbackOptions): Promise<Prompt | FallbackPrompt> => {
    if (options === undefined || !("fallback" in options)) return cache.get(address, options);
    return getOrFallBack(cache, address, { timeout: patience, ...options });
  };
  return {
    // Which variables a prompt has is for the catalogue to say; what it is filled in with is checked when it is.
    get: get as GetPrompt,
    catalogue: async (input = {}, options) => {
      const entries: CatalogueEntry[] = [];
      for await (const entry of allItems(api.delivery.catalogue, input, options)) entries.push(entry);
      return entries;
    },
    list: async ({ workspace, ...input }, options) => {
      const { id } = await workspaceNamed(api, workspace, options);
      return api.resource.list({ ...input, workspaceId: id, kind: "prompt" }, options);
    },
    push: async (input, options) => {
      const resource = await ensureResource(api, "prompt", input, options);
      const saved = await api.version.create(
        {
          resourceId: resource.id,
          content: contentOf(input.content),
          message: input.message,
          importKey: input.importKey,
          ...(input.basedOnVersionId === undefined ? { force: true } : { basedOnVersionId: input.basedOnVersionId }),
        },
        options,
      );
      const { created, revision, ...version } = saved;
      return { resource, version, created, revision };
    },
  };
}

async function getOrFallBack(
  cache: ServedCache<Prompt>,
  address: Address,
  { fallback, ...options }: FallbackOptions,
): Promise<Prompt | FallbackPrompt> {
  try {
    return await cache.get(address, options);
  } catch (error) {
    if (endsServing(error) || hasCode(error, "aborted", "invalid")) throw error;
    return fallbackPrompt(address, contentOf(fallback), error);
  }
}

function contentOf(content: string | PromptContent): PromptContent {
  if (typeof content !== "string") return content;
  return withDeclaredVariables({ type: "text", syntax: "template", text: content, variables: [] });
}
