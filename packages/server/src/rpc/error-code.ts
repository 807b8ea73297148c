import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";

const byStatus: Readonly<Record<number, TRPC_ERROR_CODE_KEY>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
};

/** The wire's error code of an HTTP status that a refusal can have. */
export function codeByStatus(status: number): TRPC_ERROR_CODE_KEY {
  return byStatus[status] ?? "INTERNAL_SERVER_ERROR";
}
