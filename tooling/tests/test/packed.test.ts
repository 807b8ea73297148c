import { execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alone } from "../../bootstrap/alone.mjs";
import { packInto } from "../../bootstrap/pack.mjs";
import { packages, root, toolchain } from "../../bootstrap/repository.mjs";
import { bringOlderNodes, bringTools } from "../../bootstrap/tools.mjs";

interface Manifest {
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const run = promisify(execFile);
const published = packages().filter(({ folder }) => dirname(folder) === join(root, "packages"));
let folder: string;

/** An empty project with what the tarballs hold, beside what they say that they depend on. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "countersign-packed-"));
  const tarballs = join(folder, "tarballs");
  await packInto(await bringTools(), tarballs);
  for (const { shortName, folder: source } of published) {
    const installed = installedAt(shortName);
    mkdirSync(installed, { recursive: true });
    await run("tar", ["-xzf", join(tarballs, `countersign-${shortName}-0.0.0.tgz`), "-C", installed, "--strip=1"]);
    for (const name of Object.keys(manifestOf(shortName).dependencies ?? {})) link(name, source);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(published)("the tarball of $name depends on versions that it names, and carries its license", (packed) => {
  const { dependencies = {} } = manifestOf(packed.shortName);
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(readFileSync(join(installedAt(packed.shortName), "LICENSE"), "utf8")).toContain("Apache License");
});

/** The libraries alone, installed by npm from their tarballs into a project that has nothing else. */
async function installLibraries(): Promise<string> {
  const project = join(folder, "application");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  cpSync(join(import.meta.dirname, "fixtures", "packed"), project, { recursive: true });
  const tarballs = ["core", "sdk"].map((name) => join(folder, "tarballs", `countersign-${name}-0.0.0.tgz`));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", ...tarballs], { cwd: project });
  return project;
}

const expected = { text: "Hello Ann", told: "Bye Ann", refused: "unauthenticated", shapes: 3, declares: true };

test("the libraries install from their tarballs, and every entry works under Node 20, 22 and this one, in a bundle for the browser, and where there is nothing of Node", async () => {
  const project = await installLibraries();
  const program = join(project, "main.mjs");
  writeFileSync(
    program,
    `import { folderStore } from "@countersign/sdk/node";
     import { everyEntry } from "./every-entry.mjs";
     const store = folderStore("kept")({ url: "https://prompts.example/", key: "csk_x" });
     await store.save("name", "text");
     console.log(JSON.stringify({ ...(await everyEntry()), kept: await store.load("name") }));`,
  );
  for (const node of [...(await olderNodes()), process.execPath]) {
    const { stdout } = await run(node, [program], { cwd: project });
    expect(JSON.parse(stdout), node).toEqual({ ...expected, kept: "text" });
  }

  // What a bundler makes of it for a page: nothing of Node may be left in it.
  const bundle = await rolldown({ input: join(project, "every-entry.mjs"), platform: "browser" });
  const { output } = await bundle.generate({ format: "iife", name: "application", codeSplitting: false });
  expect(output).toHaveLength(1);
  const { code } = output[0];
  expect(code).not.toMatch(/["'`]node:/);
  expect(JSON.parse(await runAtTheEdge(code))).toEqual(expected);
});

/** Runs a bundle where there is the language and what every platform of the web has, and nothing else. */
async function runAtTheEdge(code: string): Promise<string> {
  const web = {
    AbortController,
    AbortSignal,
    Headers,
    ReadableStream,
    Request,
    Response,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
    clearTimeout,
    crypto,
    performance,
    setTimeout,
  };
  const given = createContext({ ...web, done: (): void => {}, failed: (): void => {} });
  return new Promise((resolve, reject) => {
    Object.assign(given, { done: resolve, failed: reject });
    runInContext(`${code}\napplication.everyEntry().then((found) => done(JSON.stringify(found)), failed);`, given);
  });
}

/** The older releases of Node that applications may still use; brought once, as the tools are. */
async function olderNodes(): Promise<readonly string[]> {
  const nodes: string[] = [];
  await alone(
    async () => {
      nodes.push(...(await bringOlderNodes()));
    },
    join(toolchain, "older-nodes-bringing"),
  );
  // Of these the tests bring none: whoever runs them there has this Node alone.
  if (process.platform === "linux") expect(nodes).toHaveLength(2);
  return nodes;
}

test("what is packed serves the console from an empty project, and the packed client asks it", async () => {
  const { bin } = manifestOf("server");
  const program = join(installedAt("server"), bin?.["countersign-server"] ?? "");
  expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  const server = spawn(process.execPath, [program, "serve", "--port", "0", "--data", join(folder, "data")], {
    cwd: folder,
    // It ends with its stdin, so that nothing is left however this process ends.
    env: { PATH: process.env["PATH"], COUNTERSIGN_PARENT_PIPE: "1" },
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => server.once("close", resolve));
  try {
    let said = "";
    server.stderr.on("data", (chunk) => {
      said += String(chunk);
    });
    await expect.poll(() => said).toMatch(/^Serving http:\S+$/m);
    const origin = /^Serving (http:\S+)\/$/m.exec(said)?.[1] ?? "";
    const page = await fetch(`${origin}/set-up`, { headers: { accept: "text/html" } });
    expect(await page.text()).toContain("<title>");

    const commandLine = join(installedAt("cli"), manifestOf("cli").bin?.["countersign"] ?? "");
    const doctor = run(process.execPath, [commandLine, "doctor", "--url", origin], {
      env: { PATH: process.env["PATH"], COUNTERSIGN_API_KEY: "none", COUNTERSIGN_CONFIG: join(folder, "config") },
    });
    await expect(doctor).rejects.toMatchObject({ code: 1, stdout: expect.stringMatching(/^well {3}server: /m) });

    const asking = join(folder, "ask.mjs");
    writeFileSync(
      asking,
      `import { permissionCatalogue } from "@countersign/core";
       import { createClient } from "@countersign/sdk";
       const { needsSetup } = await createClient({ url: process.argv[2] }).session.status({});
       console.log(JSON.stringify({ needsSetup, permissions: Object.keys(permissionCatalogue).length > 50 }));`,
    );
    const { stdout } = await run(process.execPath, [asking, origin], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({ needsSetup: true, permissions: true });
  } finally {
    server.stdin.end();
    await ended;
  }
});

function installedAt(shortName: string): string {
  return join(folder, "node_modules", "@countersign", shortName);
}

function manifestOf(shortName: string): Manifest {
  return JSON.parse(readFileSync(join(installedAt(shortName), "package.json"), "utf8"));
}

/** What another registry's package would be installed as; one of ours comes from its own tarball. */
function link(name: string, source: string): void {
  if (name.startsWith("@countersign/")) return;
  const place = join(folder, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { force: true });
  symlinkSync(join(source, "node_modules", name), place);
}
