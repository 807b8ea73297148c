import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../bootstrap/repository.mjs";

/** The server's command under way; disposing of it tells it to end and waits until it has. */
export interface ServerCommand extends AsyncDisposable {
  /** Where it says that it serves, without a slash at the end. */
  readonly url: string;
}

const program = join(root, "packages/server/src/main.ts");

/** Runs the server's command, as an operator would, until it serves. It takes a free port. */
export async function startServer(
  command: "serve" | "demo",
  options: { readonly data: string; readonly basePath?: string },
): Promise<ServerCommand> {
  const child = start([command, "--port", "0", "--data", options.data, "--base-path", options.basePath ?? "/"]);
  // The command says it in a sentence that begins so, one on stdout and the other on stderr.
  const said = (await child.until(/(?:demo:|Serving) (http:\S+?)\/?\s/))[1];
  if (said === undefined) throw new Error("The server says that it serves, and not where.");
  return { url: said, [Symbol.asyncDispose]: child.end };
}

/** The token with which the first owner founds the organization of an empty data folder. */
export async function issueSetupToken(data: string): Promise<string> {
  const child = start(["setup", "--data", data]);
  return (await child.ended).trim().split(/\s+/).at(-1) ?? "";
}

function start(words: readonly string[]) {
  const child = spawn(process.execPath, ["--conditions=countersign-source", program, ...words], {
    // It ends when this pipe does, so that nothing is left however this process ends.
    stdio: ["pipe", "pipe", "pipe"],
    env: environment(),
  });
  let stdout = "";
  let everything = "";
  const ended = new Promise<string>((resolve) => child.once("close", () => resolve(stdout)));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    everything += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    everything += text;
  });
  return {
    ended,
    until: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(everything);
          if (match !== null) resolve(match);
        };
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        void ended.then(() => reject(new Error(`The server ended before it served. It said:\n${everything}`)));
      }),
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Nothing of this process's own settings but which build of the console to serve and where compiled modules are, where they are named. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, COUNTERSIGN_CONSOLE, NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    COUNTERSIGN_PARENT_PIPE: "1",
    ...(COUNTERSIGN_CONSOLE === undefined ? {} : { COUNTERSIGN_CONSOLE }),
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
  };
}
