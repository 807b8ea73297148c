import { readConfiguration } from "../configuration/configuration.ts";
import { StartFault } from "../configuration/start-fault.ts";
import { serverVersion } from "../server-version.ts";
import { parseArguments } from "./arguments.ts";
import type { Outcome } from "./exit-code.ts";
import { helpText } from "./help.ts";
import { whyNodeIsTooOld } from "./node-version.ts";
import type { Output } from "./output.ts";

/** What the operating system hands to a process. */
export interface Surroundings {
  /** The words after the program's name. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths are below it. */
  readonly folder: string;
  readonly output: Output;
  /** The version of Node. */
  readonly nodeVersion: string;
}

/** Does what a command line says. Whatever an operator can get wrong ends in sentences on stderr. */
export async function runCommandLine({
  words,
  environment,
  folder,
  output,
  nodeVersion,
}: Surroundings): Promise<Outcome> {
  const parsed = parseArguments(words);
  if (!parsed.ok) {
    output.words(parsed.error);
    return "misused";
  }
  if (parsed.value.type === "help") {
    output.data(helpText());
    return "done";
  }
  if (parsed.value.type === "version") {
    output.data(serverVersion());
    return "done";
  }
  const tooOld = whyNodeIsTooOld(nodeVersion);
  if (tooOld !== null) {
    output.words(tooOld);
    return "failed";
  }
  const { command, flags, positionals } = parsed.value;
  const configuration = readConfiguration(
    environment,
    {
      port: flags.get("port"),
      host: flags.get("host"),
      data: flags.get("data"),
      basePath: flags.get("base-path"),
    },
    folder,
  );
  if (!configuration.ok) {
    for (const fault of configuration.error) output.words(fault);
    return "failed";
  }
  try {
    const { run } = await command.load();
    return await run({ configuration: configuration.value, flags, positionals, output });
  } catch (error) {
    if (!(error instanceof StartFault)) throw error;
    output.words(error.message);
    return "failed";
  }
}
