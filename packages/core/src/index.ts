// access

export { sliceFor } from "./access/access-slice.ts";
export type {
  AccessState,
  Binding,
  BindingId,
  Group,
  GroupId,
  Holder,
  Key,
  KeyId,
  Principal,
  PrincipalId,
  Restriction,
  RestrictionId,
  ServiceAccount,
  User,
} from "./access/access-state.ts";
export { parseAccessState, serializeAccessState } from "./access/access-state-json.ts";
export { authorityOn } from "./access/authority.ts";
export { type BuiltInRole, builtInRoles, OWNER_ROLE } from "./access/builtin-roles.ts";
export { controls } from "./access/control.ts";
export {
  type Allowed,
  authorize,
  type Decision,
  type DenialReason,
  type Denied,
  type Grant,
  permissionsOn,
  type Question,
  rolesHeldOn,
} from "./access/decide.ts";
export { type Gain, type GrantedGain, gains, type LiftedGain, potentialOn } from "./access/effect.ts";
export {
  type AllowedExplanation,
  type AlmostGrant,
  type DeniedExplanation,
  type Explanation,
  MAX_EXPLAINED_GRANTS,
} from "./access/explanation.ts";
export { governingScope } from "./access/governing-scope.ts";
export { findGroupCycle, type GroupTable, groupChains, groupsOf } from "./access/group-membership.ts";
export { type BindingPhase, type Holding, holdingsOf, phaseOf } from "./access/holding.ts";
export { type Instant, momentOf, parseInstant } from "./access/instant.ts";
export {
  type EscalationRefusal,
  judge,
  judgeKey,
  judgeMove,
  judgeTakeover,
  type KeyDraft,
} from "./access/judge.ts";
export { countingOwners, keepsOwner } from "./access/ownership.ts";
export {
  type KindAction,
  kindActions,
  kindOf,
  kindPermission,
  type Permission,
  type PermissionCategory,
  type PermissionEntry,
  parsePermission,
  permissionCatalogue,
  permissions,
  type Risk,
} from "./access/permission-catalogue.ts";
export { closed, meaningfulAt, meaningfulOn, PermissionSet } from "./access/permission-set.ts";
export {
  allRoles,
  findRole,
  includedRoles,
  type Masks,
  type Role,
  type RoleId,
  type RoleTable,
  roleMasks,
} from "./access/role.ts";
export {
  type ContainerScope,
  isResourceKind,
  pathToRoot,
  type ResourceKind,
  type ResourceScope,
  resourceKinds,
  type ScopeId,
  type ScopeNode,
  type ScopeTree,
  type ScopeType,
  scopeTypes,
} from "./access/scope.ts";
export { type Actor, keptByOwners } from "./access/standing.ts";
export type { CountersignApi } from "./api/api.ts";
export type {
  AbortSignalLike,
  Call,
  CallOptions,
  Committed,
  NoInput,
  Page,
  PageInput,
} from "./api/call.ts";
export type {
  PlacedRow,
  RowChange,
  RowComparison,
  RowComparisonInput,
  RowPage,
  RowPageInput,
  UploadApi,
  UploadRecord,
} from "./api/dataset-api.ts";
export type {
  EmergencyApi,
  EmergencyRecord,
  EmergencySummary,
  NotificationApi,
  NotificationRecord,
} from "./api/emergency-api.ts";
// api
export type { ManifestApi, ManifestInput, ManifestPlanRecord, PlannedChangeRecord } from "./api/manifest-api.ts";
export type {
  DemoPerson,
  DemoStatus,
  GroupApi,
  GroupMember,
  GroupRecord,
  InvitationApi,
  InvitationRecord,
  KeyApi,
  KeyRecord,
  Me,
  MemberApi,
  MemberRecord,
  OrganizationApi,
  OrganizationRecord,
  PrincipalRef,
  ServerStatus,
  ServiceAccountApi,
  ServiceAccountRecord,
  SessionApi,
} from "./api/principal-api.ts";
export type {
  AuditApi,
  AuditEventRecord,
  AuditFilter,
  ChainState,
  ChangeRecord,
  CommentRecord,
  Home,
  HomeApi,
  PolicyApi,
  PolicyProposalRecord,
  PolicyRecord,
  PolicyTermsInput,
  PolicyTrialRecord,
  ReleasePreview,
  RequestAction,
  RequestActionState,
  RequestApi,
  RequestCheck,
  RequestPolicy,
  RequestRecord,
  RequestStateName,
  RequestSummary,
  RequestTarget,
  RequirementRecord,
  ReviewRecord,
  ScheduleRecord,
  TimelineEntry,
} from "./api/request-api.ts";
export type {
  CatalogueEntry,
  ClosureRecord,
  ComparedContent,
  Comparison,
  ContentChangeRecord,
  ContentProblemRecord,
  DeliveryApi,
  FolderApi,
  FolderRecord,
  LabelRecord,
  ReleaseApi,
  ReleaseKind,
  ReleaseRecord,
  ResourceApi,
  ResourceRecord,
  SearchApi,
  SearchHit,
  ServedResource,
  ServedRows,
  VersionApi,
  VersionProvenance,
  VersionRecord,
  VersionSummary,
  WorkspaceApi,
  WorkspaceRecord,
} from "./api/resource-api.ts";
export type {
  AccessAnswer,
  AccessApi,
  AccessDenial,
  AccessDifference,
  AccessSlice,
  BindingApi,
  BindingRecord,
  EffectiveAccess,
  GrantPath,
  GroupOrPrincipal,
  RestrictionApi,
  RestrictionRecord,
  RoleApi,
  RoleInput,
  RolePatch,
  RoleRecord,
  ScopeRef,
  SerializedAccessState,
  StaleAccess,
} from "./api/role-api.ts";
export type {
  TouchedAddressRecord,
  TouchedLabelRecord,
  TreeChangeInput,
  TreeChangeRecord,
  TreePreview,
  TreeRequestAction,
  TreeRequestApi,
  TreeRequestPolicy,
  TreeRequestRecord,
  TreeRequestSummary,
} from "./api/tree-request-api.ts";
// audit
export { type AuditAction, auditActions, isAuditAction } from "./audit/audit-action.ts";
export {
  type AuditActor,
  type AuditEvent,
  type AuditOutcome,
  type AuditTarget,
  type EventLinks,
  encodeEvent,
  eventHash,
  GENESIS,
  readEventLinks,
  SYSTEM_CHAIN,
} from "./audit/audit-event.ts";
export {
  type Checkpoint,
  type ExportEnd,
  encodeCheckpoint,
  encodeExportEnd,
  readCheckpoint,
  readExportEnd,
} from "./audit/checkpoint.ts";
export {
  csvColumns,
  type ExportEntry,
  type ExportFormat,
  exportFormats,
  isCsvHeading,
  readExportLine,
  writeExportLine,
} from "./audit/export-line.ts";
export {
  type ExportBreak,
  type ExportReport,
  type ExportTrust,
  ExportVerification,
  type Seal,
} from "./audit/export-verification.ts";
export { saltedDigest } from "./audit/salted-digest.ts";
export {
  type ChainBreak,
  type ChainExpectation,
  type ChainHead,
  type ChainProblem,
  type ChainRow,
  EMPTY_CHAIN,
  verifyChain,
  verifyEnd,
  verifyRow,
} from "./audit/verify-chain.ts";

// content
export {
  CanonicalJsonError,
  canonicalJson,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from "./content/canonical-json.ts";
export type { ClosureEntry } from "./content/closure.ts";
export { compareContent } from "./content/compare.ts";
export type { ChangeArea, ContentChange } from "./content/content-change.ts";
export { contentDigest, DIGEST_FORMAT, servedDigest } from "./content/content-digest.ts";
export { CONTENT_LIMITS } from "./content/content-limits.ts";
export type { ContentProblem, ContentProblemCode } from "./content/content-problem.ts";
export {
  COLUMN_TYPES,
  type ColumnType,
  type DatasetColumn,
  type DatasetContent,
  type DatasetRow,
  type DatasetSchema,
  takesSameRows,
} from "./content/dataset-content.ts";
export {
  boundRows,
  type DatasetInput,
  parseDatasetInput,
  parseDatasetSchema,
  type WrittenDataset,
} from "./content/dataset-input.ts";
export {
  datasetRoot,
  emptyFrontier,
  extendFrontier,
  frontierRoot,
  type RootFrontier,
  rowDigest,
  rowTextDigest,
} from "./content/dataset-root.ts";
export { duplicateKeyMessage, parseDatasetRows, type ReadRow } from "./content/dataset-rows.ts";
export { type Digest, isDigest, parseDigest } from "./content/digest.ts";
export type { Evaluation } from "./content/evaluation-content.ts";
export {
  type ExpandedContent,
  type ExpandedEvaluationContent,
  type ExpandedPromptContent,
  type ExpandedWorkflowContent,
  isExpandedPrompt,
  parseExpandedContent,
  type ResolvedReference,
} from "./content/expanded-content.ts";
export {
  type IncludedVersion,
  type IncludeLimits,
  type IncludeLookup,
  type IncludeProblem,
  type ResolvedContent,
  resolveIncludes,
} from "./content/includes.ts";
export { diffLines, type LineHunk } from "./content/line-diff.ts";
export {
  type ChatMessage,
  type ChatPromptContent,
  MESSAGE_ROLES,
  type MessageRole,
  type ModelSettings,
  PROMPT_SYNTAXES,
  type PromptContent,
  type PromptSyntax,
  type PromptText,
  parsePromptContent,
  promptTexts,
  type TextPromptContent,
  type ToolDefinition,
} from "./content/prompt-content.ts";
export { templateOrPlain, variablesIn, withDeclaredVariables } from "./content/prompt-variables.ts";
export { type ContentReference, formatReference, parseReference } from "./content/reference.ts";
export {
  type RenderedPrompt,
  type RenderProblem,
  renderPrompt,
  renderTemplate,
  type VariableValues,
} from "./content/render-prompt.ts";
export {
  type EvaluationContent,
  type LocatedReference,
  parseContent,
  type ResourceContent,
  references,
  type WorkflowContent,
} from "./content/resource-content.ts";
export { compareRows, type RowDifference, type RowMarks } from "./content/row-comparison.ts";
export {
  cellsOf,
  type FileRow,
  inferColumns,
  type RowFileFormat,
  type RowFileReader,
  rowFileFormat,
  rowFileReader,
} from "./content/row-file.ts";
export type { RowInput } from "./content/row-input.ts";
export { type JudgeInput, SCORER_TYPES, type Scorer, type ScorerType, scorerTypes } from "./content/scorer.ts";
export { sha256, sha256Hex, toHex } from "./content/sha256.ts";
export {
  escapeTemplate,
  formatTemplate,
  isVariableName,
  parseTemplate,
  splitTemplate,
  type TemplateNode,
  type TemplatePiece,
  type TemplateProblem,
} from "./content/template.ts";
export { isWellFormed, utf8Bytes, utf8Length } from "./content/utf8.ts";
export type { VariableDeclaration, VariableValue } from "./content/variable-declaration.ts";
export type { StepInput, Workflow, WorkflowStep } from "./content/workflow-content.ts";
// engine

export {
  type Asker,
  type CheckOptions,
  CompiledPolicy,
  type PolicyAnswer,
  type PolicyAsker,
} from "./engine/compiled-policy.ts";
export type { PolicyQuestion } from "./engine/decision.ts";
export { changesBetween, type PolicyChange, type PolicyRowType } from "./engine/policy-change.ts";
export type { PolicyDifference } from "./engine/policy-difference.ts";
export type { PolicyRows } from "./engine/policy-tables.ts";
export type { HolderPage } from "./engine/principal-listing.ts";
export type { ResourcePage, ResourceQuestion } from "./engine/resource-listing.ts";

// manifest
export type { AccessInventory } from "./manifest/access-inventory.ts";
export { goneName, ownerMark } from "./manifest/access-inventory.ts";
export { type DescribedChange, describeChange } from "./manifest/describe-change.ts";
export { exportManifest } from "./manifest/export-manifest.ts";
export type {
  Manifest,
  ManifestHolder,
  ManifestPath,
  ManifestProblem,
  ManifestRequirement,
  ManifestRule,
} from "./manifest/manifest.ts";
export { bindingName, policyName } from "./manifest/manifest.ts";
export {
  type BindingSource,
  defineAccess,
  type GroupSource,
  type ManifestKind,
  type ManifestSource,
  manifestKinds,
  type PolicySource,
  type RequirementSource,
  type RoleSource,
  type ServiceAccountSource,
  type WorkspaceSource,
} from "./manifest/manifest-source.ts";
export { planEffect } from "./manifest/plan-effect.ts";
export { type NewThing, type PlanIds, planIds } from "./manifest/plan-ids.ts";
export { type ManifestPlan, type PlanOptions, planManifest } from "./manifest/plan-manifest.ts";
export type { KeptThing, PlannedBinding, PlannedChange, PlannedMember } from "./manifest/planned-change.ts";
export { MAX_MANIFEST_THINGS, readManifest } from "./manifest/read-manifest.ts";
export { stateAfter } from "./manifest/state-after.ts";
// policy
export {
  type ApprovalPolicy,
  approvalsOf,
  fewestApprovals,
  MAX_POLICY_APPROVALS,
  type PolicyMode,
  type PolicyRefusal,
  type PolicyRule,
  type PolicyVersion,
  parsePolicyRule,
  policiesFor,
} from "./policy/approval-policy.ts";
export {
  appliesTo,
  type ChangeCondition,
  type ChangeConditions,
  type ChangeFacts,
  type ConditionArea,
  conditionAreaNames,
  conditionAreas,
  describeCondition,
  describeConditions,
} from "./policy/change-condition.ts";
export { type ComparedVersion, changeBetween } from "./policy/change-facts.ts";
export {
  describeFreeze,
  type Freeze,
  type FreezeWindow,
  freezeAt,
  type Weekday,
  type WeekMoment,
  weekdays,
} from "./policy/freeze-window.ts";
export {
  coversPattern,
  type LabelRefusal,
  likePattern,
  matchesLabel,
  parseLabel,
  parseLabelPattern,
} from "./policy/label-pattern.ts";
export { approversOfLoosening } from "./policy/loosening.ts";
export {
  type CheckJudgement,
  type CheckReport,
  type CheckState,
  describeCheck,
  type NamedCheck,
} from "./policy/named-check.ts";
export { matchesPath, ownerOf, type PathOwner } from "./policy/path-owner.ts";
export {
  type Judgement,
  judgePolicies,
  type PolicyFacts,
  type PolicyJudgement,
  type RequirementJudgement,
} from "./policy/policy-judgement.ts";
export { compareStrictness, isLoosening, type Strictness } from "./policy/policy-strictness.ts";
export { describeWaiting, NO_TERMS, type PolicyTerms, type WaitingTime } from "./policy/policy-terms.ts";
export { describeTerms } from "./policy/policy-words.ts";
export {
  couldSatisfy,
  evaluateQuorum,
  type PolicyQuorum,
  type Quorum,
  type RequirementCandidates,
  type RequirementQuorum,
  type Satisfiability,
} from "./policy/quorum.ts";
export { describeRequirement, type NameOf, type Requirement, type Satisfies } from "./policy/requirement.ts";

// refusal
export {
  CountersignError,
  forbidden,
  httpStatusOf,
  isCountersignError,
  type Refusal,
  type RefusalCode,
  type RefusalDetail,
  refusalCodes,
} from "./refusal.ts";
// release
export {
  assessRequest,
  type RequestChecks,
  type RequestFacts,
  type RequestInput,
  type RequestPolicies,
} from "./release/assess-request.ts";
export { type Blocker, blockersOf, type JudgedPolicy, judgedPolicies } from "./release/blocker.ts";
export {
  type AfterReview,
  type AfterReviewFacts,
  type AfterReviewState,
  type AfterVerdict,
  afterReviewQuorum,
  afterReviewState,
  decideEmergency,
  type EmergencyFacts,
  type EmergencyPlan,
  type EmergencyRefusal,
  type OwedReview,
} from "./release/break-glass.ts";
// release
export {
  type AskedAddress,
  checkServed,
  problem as verificationProblem,
  type SeenRelease,
  type ServedExpectation,
  seenAfter,
  type VerificationCode,
  type VerificationProblem,
  verificationCodes,
} from "./release/check-served.ts";
export { type AnchoredContent, anchorProblem, type CommentAnchor } from "./release/comment-anchor.ts";
export {
  type AuthoredVersion,
  type ContributionFacts,
  type ContributionReason,
  type Contributor,
  contributorIds,
  contributorsOf,
  describeContribution,
  growContributors,
  type ServiceAccountPeople,
} from "./release/contributors.ts";
export { type DirectReleasePlan, type DirectReleaseRefusal, decideDirectRelease } from "./release/direct-release.ts";
export { type EligibilityPath, type EligibilityStep, isEligibleIndependently } from "./release/eligibility.ts";
export { decidePublication, type PublicationPlan, type PublicationRefusal } from "./release/publication.ts";
export type { PublicationInput } from "./release/publication-input.ts";
export {
  isReviewed,
  type LabelPosition,
  NEVER_RELEASED,
  nextSequence,
  type PolicyVersionRef,
  type Release,
  type Serving,
  samePosition,
} from "./release/release.ts";
export { flagsOf, isReleaseFlag, type ReleaseFlag, releaseFlags } from "./release/release-flag.ts";
export { isReleaseKind, type ReviewedReleaseKind, releaseKinds } from "./release/release-kind.ts";
export {
  openRequest,
  type ReleaseRequest,
  type RequestContent,
  type RequestEnding,
  type RequestOpening,
} from "./release/release-request.ts";
export {
  encodeStatement,
  type ReleaseStatement,
  readStatement,
  STATEMENT_FORMAT,
  type StatedServing,
} from "./release/release-statement.ts";
export { type ReleaseTarget, sameTarget } from "./release/release-target.ts";
export {
  allowedIn,
  type RequestEvent,
  type RequestRefusal,
  type RequestState,
  requestState,
  requestStates,
  transition,
} from "./release/request-machine.ts";
export {
  type CountedReviews,
  countReviews,
  type Review,
  type ReviewerFacts,
  type UncountedReason,
  type UncountedReview,
  uncountedReasons,
  type Verdict,
  whyApprovalWouldNotCount,
} from "./release/review.ts";
export {
  decideRollback,
  type RollbackFacts,
  type RollbackObstacle,
  type RollbackPlan,
  type RollbackRefusal,
  rollbackTargets,
} from "./release/rollback.ts";
export {
  labelOf,
  type TouchedAddress,
  type TouchedLabel,
  type TreeChange,
  treeChangeDigest,
  treePosition,
} from "./release/tree-change.ts";
export {
  assessTreeRequest,
  decideTreeChange,
  judgedTreePolicies,
  rebaseTreeRequest,
  type TreeChangePlan,
  type TreePlace,
  type TreeRequestInput,
  treeBlockers,
} from "./release/tree-request.ts";
export { err, ok, type Result } from "./result.ts";
// signature
export { fromBase64url, toBase64url } from "./signature/base64url.ts";
export {
  readSignature,
  type SignatureParts,
  type SignatureType,
  type SignedText,
  signatureHeader,
  signatureTypes,
} from "./signature/detached-jws.ts";
export {
  isThumbprint,
  keyThumbprint,
  readSigningKey,
  readSigningKeySet,
  type SigningKey,
  type SigningKeySet,
  signingKey,
  signsAt,
} from "./signature/signing-key.ts";
