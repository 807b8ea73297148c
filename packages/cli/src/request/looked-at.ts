import type { RequestRecord } from "@countersign/core";
import type { Invocation } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { requestText } from "./request-text.ts";

/**
 * The digest of what somebody has looked at: what he names, or what he is shown now and says yes to. What is approved or
 * published is never what happens to be there.
 */
export async function lookedAt(
  { input, output, text }: Pick<Invocation, "input" | "output" | "text">,
  request: RequestRecord,
  does: string,
): Promise<string> {
  const digest = text("digest");
  if (digest !== undefined) {
    if (digest === request.digest) return digest;
    throw new Fault(
      `Request #${request.number} proposes ${request.digest} now, and not ${digest}.`,
      `Look at it again with \`countersign request show ${request.number}\`.`,
    );
  }
  if (!input.interactive) {
    throw new Fault(
      `To ${does} request #${request.number}, say what you looked at.`,
      `Look at it with \`countersign request show ${request.number}\`, and give its --digest.`,
    );
  }
  output.words(requestText(request, output.paint));
  const answer = await input.ask(`${does.slice(0, 1).toUpperCase()}${does.slice(1)} this, ${request.digest}? [y/N] `);
  if (/^y(?:es)?$/i.test(answer.trim())) return request.digest;
  throw new Fault("Nothing was done.", "Answer y to do it.");
}
