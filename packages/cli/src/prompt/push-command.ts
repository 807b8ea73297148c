import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { findVersion, readReference, referenceText } from "../place/reference.ts";
import { readContent } from "./content-file.ts";

/** Saves a version. Nothing becomes live by it. */
export const run: Run = async (invocation) => {
  const { json, next, output, positionals, text } = invocation;
  const [address = "", file = "-"] = positionals;
  const reference = readReference(address);
  const { workspace, path } = reference;
  if (reference.which.type !== "newest") {
    throw new Fault(`"${address}" names one version, and a push makes a new one.`, `Write ${workspace}/${path}.`);
  }
  const content = await readContent(invocation, file);
  const client = await invocation.client();
  const basedOn = text("based-on");
  const pushed = await client.prompts.push({
    workspace,
    path,
    content,
    message: text("message"),
    importKey: text("import-key"),
    ...(basedOn === undefined
      ? {}
      : { basedOnVersionId: (await findVersion(client, { ...reference, which: numbered(basedOn) })).versionId }),
  });
  const { version, created } = pushed;
  const name = referenceText({ ...reference, which: { type: "version", number: version.number } });
  if (json) {
    output.data(
      jsonText({
        reference: name,
        created,
        resourceId: pushed.resource.id,
        version: { id: version.id, number: version.number, digest: version.digest },
        syntax: content.syntax,
      }),
    );
  } else {
    output.data(`${name}\n`);
    output.words(created ? `Saved ${name}, ${version.digest}.` : `${name} was there already, by its import key.`);
  }
  next(`countersign request ${name} --to WORKSPACE --label LABEL`);
  return "done";
};

function numbered(written: string): { readonly type: "version"; readonly number: number } {
  if (/^\d+$/.test(written)) return { type: "version", number: Number(written) };
  throw new Fault(`--based-on is "${written}".`, "Give the number of a version.");
}
