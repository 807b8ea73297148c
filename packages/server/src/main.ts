#!/usr/bin/env node
import { exitCodes } from "./command-line/exit-code.ts";
import { processOutput } from "./command-line/output.ts";
import { runCommandLine } from "./command-line/run-command-line.ts";

// Whatever this process writes is for its own account alone.
process.umask(0o077);

const outcome = await runCommandLine({
  words: process.argv.slice(2),
  environment: process.env,
  folder: process.cwd(),
  output: processOutput,
  nodeVersion: process.versions.node,
});
process.exitCode = exitCodes[outcome].code;
