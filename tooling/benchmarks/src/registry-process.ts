import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CountersignClient, createClient } from "@countersign/sdk";

/** A Countersign server as a process of its own, on SQLite, with an organization; it can be killed and started again. */
export interface RegistryProcess extends AsyncDisposable {
  readonly url: string;
  /** The owner's client. */
  readonly owner: CountersignClient;
  /** A new client that is nobody yet. */
  readonly anonymous: () => CountersignClient;
  readonly workspaceId: string;
  /** The process that serves now. */
  readonly pid: () => number;
  /** Ends the process without a word, as a crash does. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and the same data, and answers when it serves. */
  readonly start: () => Promise<void>;
  /** Lets `live` of a prompt in the workspace `production` serve a text. */
  readonly release: (path: string, text: string) => Promise<void>;
  /** A key of a new service account that may use what the workspace serves. */
  readonly newKey: (name: string) => Promise<{ readonly id: string; readonly secret: string }>;
}

/** Whether the packages run as they are built, or as they are written. */
export type Build = "built" | "source";

const words: Readonly<Record<Build, readonly string[]>> = {
  built: [fileURLToPath(new URL("../../../packages/server/dist/main.js", import.meta.url))],
  source: [
    "--conditions=countersign-source",
    fileURLToPath(new URL("../../../packages/server/src/main.ts", import.meta.url)),
  ],
};

/** @param environment of the server, such as the address of its database; without it SQLite */
export async function startRegistryProcess(
  build: Build,
  environment: Readonly<Record<string, string>> = {},
): Promise<RegistryProcess> {
  const data = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const token = (await runToEnd(launch(build, ["setup", "--data", data], environment))).trim();
  let running = await serve(build, data, 0, environment);
  const { url, port } = running;
  const owner = createClient({ url, session: "memory" });
  await owner.session.setUp({
    token,
    organizationName: "Acme",
    name: "Olive Owner",
    email: "olive@acme.test",
    password: "correct horse battery staple",
  });
  const { id: workspaceId } = await owner.workspace.create({ name: "production" });
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => running.child.once("close", resolve));
    running.child.kill("SIGKILL");
    await ended;
  };
  return {
    url,
    pid: () => {
      if (running.child.pid === undefined) throw new Error("The server is not running.");
      return running.child.pid;
    },
    owner,
    anonymous: () => createClient({ url, session: "memory" }),
    workspaceId,
    kill,
    start: async () => {
      running = await serve(build, data, port, environment);
    },
    release: async (path, content) => {
      const { version } = await owner.prompts.push({ workspace: "production", path, content });
      await owner.release.create({ resourceId: version.resourceId, label: "live", versionId: version.id });
    },
    newKey: async (name) => {
      const { id: homeScopeId } = await owner.organization.get({});
      const { id } = await owner.serviceAccount.create({ name, homeScopeId });
      const holder = { type: "principal", id } as const;
      await owner.binding.create({ holder, roleId: "workspace.consumer", scopeId: workspaceId });
      return owner.key.create({ name, principalId: id });
    },
    [Symbol.asyncDispose]: async () => {
      if (running.child.exitCode === null && running.child.signalCode === null) await kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function launch(build: Build, args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [...words[build], ...args], {
    // A server that watches its stdin ends with this process, however that ends.
    env: { PATH: process.env["PATH"], COUNTERSIGN_PARENT_PIPE: "1", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function runToEnd(child: ChildProcess): Promise<string> {
  let said = "";
  let complained = "";
  child.stdout?.on("data", (chunk) => {
    said += String(chunk);
  });
  child.stderr?.on("data", (chunk) => {
    complained += String(chunk);
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`The command ended with ${String(code)} and said: ${complained}`);
  return said;
}

function serve(
  build: Build,
  data: string,
  port: number,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly child: ChildProcess; readonly url: string; readonly port: number }> {
  const child = launch(build, ["serve", "--data", data, "--port", String(port)], environment);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += String(chunk);
      const found = /Serving (http:\/\/[^:]+:(\d+))\//.exec(said);
      if (found?.[1] !== undefined) resolve({ child, url: found[1], port: Number(found[2]) });
    });
    child.once("close", () => reject(new Error(`The server ended before it served, and said: ${said}`)));
  });
}
