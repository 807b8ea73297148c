import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { filesBelow, root } from "../../bootstrap/repository.mjs";

const notSource = new Set(["node_modules", "dist", "fixtures"]);
const projects = ["packages", "tooling", "examples"].flatMap((folder) =>
  filesBelow(join(root, folder), notSource)
    .filter((file) => /(^|\/)tsconfig\.json$/.test(file))
    .map((file) => `${folder}/${file}`),
);

test("there are projects to compile", () => {
  expect(projects).toEqual(expect.arrayContaining(["packages/core/tsconfig.json", "tooling/bootstrap/tsconfig.json"]));
});

// Type tests (`*.test-d.ts`) are sources of these projects, and fail here.
test.each(projects)("%s compiles", { timeout: 240_000 }, async (project) => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  // Several threads look into the same types several times, and here other tests wait for the processors.
  const args = [tsc, "--singleThreaded", "-p", join(root, project)];
  const compiled = await promisify(execFile)(process.execPath, args, { cwd: root }).then(
    () => "",
    (error: { readonly stdout?: string; readonly message: string }) => error.stdout || error.message,
  );
  expect(compiled).toBe("");
});
