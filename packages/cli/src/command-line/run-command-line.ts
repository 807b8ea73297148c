import { isCountersignError, UnansweredError } from "@countersign/sdk";
import { connect } from "../session/connect.ts";
import { type ParsedArguments, parseArguments } from "./arguments.ts";
import { cliVersion } from "./cli-version.ts";
import type { Invocation } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { Fault } from "./fault.ts";
import { commandHelp, helpText } from "./help.ts";
import { jsonText } from "./output.ts";
import type { Surroundings } from "./surroundings.ts";

/** Does what a command line says. Whatever somebody can get wrong ends in sentences on standard error. */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  const { output } = surroundings;
  const parsed = parseArguments(words);
  if (!parsed.ok) {
    output.words(parsed.error);
    return "misused";
  }
  switch (parsed.value.type) {
    case "help":
      output.data(parsed.value.command === null ? helpText() : commandHelp(parsed.value.command));
      return "done";
    case "version":
      output.data(`${cliVersion()}\n`);
      return "done";
    case "command":
      return runCommand(parsed.value, surroundings);
  }
}

async function runCommand(
  { command, flags, positionals }: Extract<ParsedArguments, { readonly type: "command" }>,
  surroundings: Surroundings,
): Promise<Outcome> {
  const { output, input } = surroundings;
  const json = flags.has("json");
  const texts: Invocation["texts"] = (flag) => flags.get(flag) ?? [];
  const invocation: Invocation = {
    ...surroundings,
    input: { ...input, interactive: input.interactive && !flags.has("no-input") && !json },
    texts,
    text: (flag) => texts(flag).at(-1),
    has: (flag) => flags.has(flag),
    positionals,
    json,
    client: () => connect(surroundings, { url: texts("url").at(-1), organizationId: texts("organization").at(-1) }),
    next: (line) => {
      if (!json) output.words(output.paint("dim", `Next: ${line}`));
    },
  };
  try {
    const { run } = await command.load();
    return await run(invocation);
  } catch (error) {
    const said = sayingOf(error);
    if (said === null) throw error;
    if (json) output.data(jsonText({ error: said }));
    output.words([said.message, said.remedy].filter((part) => part !== null).join(" "));
    return "failed";
  }
}

/** What is told of an error; `null` for one that nobody can put right but the makers of this program. */
function sayingOf(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
  readonly requestId: string | null;
} | null {
  if (error instanceof Fault) return { code: "fault", message: error.message, remedy: error.remedy, requestId: null };
  if (!isCountersignError(error)) return null;
  const requestId = !(error instanceof UnansweredError) && "requestId" in error ? error.requestId : null;
  return { code: error.code, message: error.message, remedy: error.remedy ?? null, requestId };
}
