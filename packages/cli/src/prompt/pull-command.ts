import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { JsonValue } from "@countersign/core";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { findVersion, readReference, referenceText } from "../place/reference.ts";

/**
 * Brings a prompt here: what a label serves, with its includes resolved, as an application gets it; or a version as it
 * was written.
 */
export const run: Run = async ({ client: connect, folder, json, next, output, positionals, text }) => {
  const reference = readReference(positionals[0] ?? "");
  const client = await connect();
  const { workspace, path, which } = reference;
  const pulled =
    which.type === "label"
      ? await client.delivery.get({ workspace, path, label: which.label })
      : await client.version.get({ versionId: (await findVersion(client, reference)).versionId });
  const { content, digest } = pulled;
  const number = "number" in pulled ? pulled.number : pulled.version;
  const body = json
    ? jsonText({ reference: referenceText(reference), version: number, digest, content })
    : textOf(content);
  const file = text("out");
  if (file === undefined) {
    output.data(body);
  } else {
    try {
      writeFileSync(resolve(folder, file), body, { mode: 0o644 });
    } catch (error) {
      throw new Fault(`${file} cannot be written.`, "Name a file in a folder that there is.", error);
    }
  }
  if (!json) output.words(`Version ${number} of ${workspace}/${path}, ${digest}.`);
  next(`countersign diff ${workspace}/${path} ${file ?? "FILE"}`);
  return "done";
};

/** A prompt of one text is that text, byte for byte; anything else is JSON that can be pushed again. */
function textOf(content: JsonValue): string {
  const onlyText =
    typeof content === "object" &&
    content !== null &&
    "type" in content &&
    content["type"] === "text" &&
    "text" in content &&
    typeof content["text"] === "string" &&
    !("model" in content);
  return onlyText && typeof content["text"] === "string" ? content["text"] : jsonText(content);
}
