import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Tracing } from "./tracing.ts";

/**
 * Spans of OpenTelemetry, for `createClient({ tracing: openTelemetry() })`: one for each question to the server, named
 * `countersign`, with what was asked in `countersign.call` and the answer's status. Never a key, an input or a prompt's
 * text. Where no SDK is registered, it does nothing.
 */
export function openTelemetry(): Tracing {
  const tracer = trace.getTracer("@countersign/sdk");
  return (name, ask) =>
    tracer.startActiveSpan(
      "countersign",
      { kind: SpanKind.CLIENT, attributes: { "countersign.call": name } },
      async (span) => {
        try {
          const answer = await ask();
          span.setAttribute("http.response.status_code", answer.status);
          if (answer.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
          return answer;
        } catch (error) {
          const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
          span.setStatus({ code: SpanStatusCode.ERROR, message: code });
          throw error;
        } finally {
          span.end();
        }
      },
    );
}
