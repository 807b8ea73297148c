export type { CommandEntry } from "./command-line/command.ts";
export { commands } from "./command-line/commands.ts";
export { exitCodes, type Outcome } from "./command-line/exit-code.ts";
export { runCommandLine } from "./command-line/run-command-line.ts";
export type { Surroundings } from "./command-line/surroundings.ts";
