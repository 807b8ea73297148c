import {
  type CallOptions,
  type CountersignApi,
  type EvaluationContent,
  type ExpandedEvaluationContent,
  type ExpandedWorkflowContent,
  type Page,
  parseExpandedContent,
  type ResourceRecord,
  type WorkflowContent,
} from "@countersign/core";
import { ensureResource } from "../place/ensure-resource.ts";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { workspaceNamed } from "../place/scope-address.ts";
import type { Address } from "../transport/ask-served.ts";
import { type KindListInput, type Push, type PushedVersion, type Served, servedOf } from "./served.ts";

/** Resources of one kind by the names of their workspaces and by their paths. */
export interface KindClient<Written, Expanded> {
  /** What a label serves now, with everything that it names; `use` of the kind. */
  readonly get: (address: Address, options?: CallOptions) => Promise<Served<Expanded>>;
  /** Those that one sees in a workspace, in path order, a page at a time. */
  readonly list: (input: KindListInput, options?: ManyCallOptions) => Promise<Page<ResourceRecord>>;
  /** Saves a version, and makes the resource and its folders where they are missing. Nothing becomes live by it. */
  readonly push: (input: Push & { readonly content: Written }, options?: ManyCallOptions) => Promise<PushedVersion>;
}

export type Workflows = KindClient<WorkflowContent, ExpandedWorkflowContent>;
export type Evaluations = KindClient<EvaluationContent, ExpandedEvaluationContent>;

/** `client.workflows`. */
export function createWorkflows(api: CountersignApi): Workflows {
  return kindClient(api, "workflow", (content) => {
    const parsed = parseExpandedContent("workflow", content);
    return parsed.ok && parsed.value.kind === "workflow" ? parsed.value.content : null;
  });
}

/** `client.evaluations`. */
export function createEvaluations(api: CountersignApi): Evaluations {
  return kindClient(api, "evaluation", (content) => {
    const parsed = parseExpandedContent("evaluation", content);
    return parsed.ok && parsed.value.kind === "evaluation" ? parsed.value.content : null;
  });
}

function kindClient<Written extends WorkflowContent | EvaluationContent, Expanded>(
  api: CountersignApi,
  kind: "workflow" | "evaluation",
  read: (content: unknown) => Expanded | null,
): KindClient<Written, Expanded> {
  return {
    get: async (address, options) => servedOf(await api.delivery.get(address, options), read),
    list: async ({ workspace, ...input }, options) => {
      const { id } = await workspaceNamed(api, workspace, options);
      return api.resource.list({ ...input, workspaceId: id, kind }, options);
    },
    push: async ({ content, ...input }, options) => {
      const resource = await ensureResource(api, kind, input, options);
      const { created, revision, ...version } = await api.version.create(
        {
          resourceId: resource.id,
          content,
          message: input.message,
          importKey: input.importKey,
          ...(input.basedOnVersionId === undefined ? { force: true } : { basedOnVersionId: input.basedOnVersionId }),
        },
        options,
      );
      return { resource, version, created, revision };
    },
  };
}
