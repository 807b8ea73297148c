#!/usr/bin/env node
import { exitCodes } from "./command-line/exit-code.ts";
import { processSurroundings } from "./command-line/process-surroundings.ts";
import { runCommandLine } from "./command-line/run-command-line.ts";

// Whatever this process writes beside what it is asked for is for its own account alone.
process.umask(0o077);

process.exitCode = exitCodes[await runCommandLine(process.argv.slice(2), processSurroundings())].code;
