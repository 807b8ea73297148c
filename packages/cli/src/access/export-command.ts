import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { stringify } from "yaml";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";

/** Writes what stands as a manifest: a plan of it is empty. */
export const run: Run = async ({ client: connect, folder, json, next, output, text }) => {
  const client = await connect();
  const { manifest, revision } = await client.manifest.export({ name: text("name") ?? "access" });
  const body = json ? jsonText(manifest) : stringify(manifest, { lineWidth: 0, schema: "core" });
  const file = text("out");
  if (file === undefined) {
    output.data(body);
  } else {
    try {
      writeFileSync(resolve(folder, file), body, { mode: 0o644, flag: "wx" });
    } catch (error) {
      throw new Fault(`${file} cannot be written, or is there already.`, "Name a file that is not there yet.", error);
    }
  }
  output.words(`What stands at revision ${revision}${file === undefined ? "" : `, in ${file}`}.`);
  next(`countersign plan ${file ?? "FILE"}`);
  return "done";
};
