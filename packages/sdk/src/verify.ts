// What verifies without a client: exports, and answers that came by another way.
export type { AskedAddress, ExportReport, ReleaseFlag, SigningKey, SigningKeySet } from "@countersign/core";
export { type AuditExportOptions, verifyAuditExport } from "./verify/audit-export.ts";
export { createServedVerifier, type VerifyServed } from "./verify/served-verifier.ts";
export type { FetchKeys } from "./verify/trusted-keys.ts";
export { isVerificationError, VerificationError } from "./verify/verification-error.ts";
export {
  readVerifyOptions,
  type SeenReleases,
  type VerifyOptions,
  type VerifySettings,
} from "./verify/verify-options.ts";
