import { isCountersignError } from "@countersign/core";

/** A refusal or a failure, as it is shown: what and why, what to do, and the id under which the server logged it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
  readonly requestId: string | null;
}

/** Reads whatever a call rejected with. */
export function describeFailure(error: unknown): Failure {
  const requestId = textOf(error, "requestId");
  if (isCountersignError(error)) {
    return { code: error.code, message: error.message, remedy: error.remedy ?? remedyFor(error.code), requestId };
  }
  const code = textOf(error, "code") ?? "unavailable";
  const message = error instanceof Error && error.message !== "" ? error.message : "The server did not answer.";
  return { code, message, remedy: textOf(error, "remedy") ?? remedyFor(code), requestId };
}

/** True when trying the same again may help: the network or the server failed, nothing was refused. */
export function isPassing(error: unknown): boolean {
  const { code } = describeFailure(error);
  return code === "unavailable" || code === "timeout" || code === "network" || code === "internal" || code === "limit";
}

function remedyFor(code: string): string | null {
  switch (code) {
    case "unauthenticated":
      return "Sign in and try again.";
    case "not_found":
      return "Check the address, or ask an administrator whether you may see it.";
    case "conflict":
    case "stale":
      return "Somebody was faster. Reload, look again, and repeat if it still holds.";
    case "unavailable":
    case "network":
    case "timeout":
      return "Check the connection to the server and try again.";
    case "internal":
      return "Try again; if it stays, tell whoever runs the server the request id.";
    default:
      return null;
  }
}

function textOf(error: unknown, field: string): string | null {
  if (typeof error !== "object" || error === null || !(field in error)) return null;
  const value: unknown = Reflect.get(error, field);
  return typeof value === "string" ? value : null;
}
