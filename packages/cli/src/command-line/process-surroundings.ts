import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { outputTo } from "./output.ts";
import type { Surroundings } from "./surroundings.ts";

/** The process's own. */
export function processSurroundings(): Surroundings {
  return {
    environment: process.env,
    folder: process.cwd(),
    output: outputTo(process.stdout, process.stderr, process.env),
    input: {
      interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
      all: readAll,
      ask,
    },
    now: () => Date.now(),
  };
}

async function readAll(): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
}

async function ask(question: string, secret = false): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input: process.stdin, output: secret ? silent : process.stderr, terminal: true });
  try {
    return await asking.question("");
  } finally {
    asking.close();
    if (secret) process.stderr.write("\n");
  }
}
