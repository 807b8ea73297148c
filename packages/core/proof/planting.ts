import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { PolicyClass } from "./comparison.ts";
import type { Fault } from "./faults.ts";

const source = fileURLToPath(new URL("../src", import.meta.url));

/**
 * The compiled policy with a fault in it, from a copy of the sources.
 *
 * @throws an error where the piece of source is not there exactly once: the list of faults must follow the code
 */
export async function planted(fault: Fault): Promise<PolicyClass> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-fault-"));
  try {
    cpSync(source, join(folder, "src"), { recursive: true });
    const file = join(folder, "src", "engine", fault.file);
    const text = readFileSync(file, "utf8");
    if (text.split(fault.from).length !== 2) throw new Error(`${fault.file} does not hold once: ${fault.from}`);
    writeFileSync(file, text.replace(fault.from, fault.to));
    const module: { readonly CompiledPolicy: PolicyClass } = await import(
      pathToFileURL(join(folder, "src", "engine", "compiled-policy.ts")).href
    );
    return module.CompiledPolicy;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
