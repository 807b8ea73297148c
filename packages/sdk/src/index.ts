// audit
export type { AuditExport, DownloadExport } from "./audit/download-export.ts";
// client
export { type CountersignClient, createClient } from "./client/client.ts";
export type { ClientOptions } from "./client/client-options.ts";
// workflows, datasets and evaluations
export type { Dataset, Datasets } from "./dataset/datasets.ts";
export type { FileRows, RowSource, TextSource, UploadOptions, UploadProgress } from "./dataset/upload-rows.ts";
// errors
export { type CountersignError, type ErrorCode, hasCode, isCountersignError } from "./error/countersign-error.ts";
export { RefusedError } from "./error/refused-error.ts";
export { type UnansweredCode, UnansweredError } from "./error/unanswered-error.ts";
// places and lists
export { allItems } from "./place/all-items.ts";
export type { ManyCallOptions } from "./place/many-call-options.ts";
export type { ScopeAddress } from "./place/scope-address.ts";
// prompts
export type { KeptCopy, OpenPromptStore, PromptBundle, PromptStore } from "./prompt/kept-copies.ts";
export type { FallbackPrompt, Prompt } from "./prompt/prompt.ts";
export type {
  PromptAddress,
  PromptCatalogue,
  PromptLabel,
  PromptPath,
  PromptVariables,
  WorkspaceName,
} from "./prompt/prompt-catalogue.ts";
export type { PromptOptions } from "./prompt/prompt-options.ts";
export type {
  FallbackOptions,
  GetPrompt,
  PromptListInput,
  PromptPush,
  Prompts,
} from "./prompt/prompts.ts";
export type { Staleness } from "./prompt/served-cache.ts";
// provision
export type { BindingWish } from "./provision/ensure-binding.ts";
export type { GroupWish } from "./provision/ensure-group.ts";
export type { PolicyWish, RequirementWish } from "./provision/ensure-policy.ts";
export type { RoleWish } from "./provision/ensure-role.ts";
export type { ServiceAccountWish } from "./provision/ensure-service-account.ts";
export type { WorkspaceWish } from "./provision/ensure-workspace.ts";
export type { Ensured } from "./provision/ensured.ts";
export type { HolderAddress } from "./provision/named.ts";
export type { Ensure, Provision } from "./provision/provision.ts";
export type { KindListInput, Push, PushedVersion, Served } from "./resource/served.ts";
export type { Evaluations, KindClient, Workflows } from "./resource/written-kind.ts";
// tracing
export type { Tracing } from "./tracing/tracing.ts";
export type { Address } from "./transport/ask-served.ts";
export type { Fetch, Runtime } from "./transport/runtime.ts";
// verify
export { isVerificationError, type VerificationError } from "./verify/verification-error.ts";
export type { SeenReleases, VerifyOptions } from "./verify/verify-options.ts";
