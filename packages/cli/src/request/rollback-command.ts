import type { ReleaseRecord } from "@countersign/core";
import { allItems } from "@countersign/sdk";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { readReference, referenceText } from "../place/reference.ts";

/** Leads a label back to what an earlier release served. */
export const run: Run = async ({ client: connect, json, next, output, positionals, text }) => {
  const reference = readReference(positionals[0] ?? "");
  const { workspace, path, which } = reference;
  const reason = text("reason");
  if (which.type !== "label") throw new Fault("A label is rolled back.", "Write WORKSPACE/PATH@LABEL.");
  if (reason === undefined) throw new Fault("A rollback has a reason.", "Give --reason.");
  const client = await connect();
  const resource = await client.resource.find({ workspace, path });
  const releases: ReleaseRecord[] = [];
  for await (const one of allItems(client.release.list, { resourceId: resource.id, label: which.label })) {
    releases.push(one);
  }
  const target = targetOf(releases, text("to"));
  const current = releases.find((one) => one.current);
  const release = await client.release.rollback({
    resourceId: resource.id,
    label: which.label,
    toReleaseId: target.id,
    reason,
    expectedSequence: current?.sequence,
  });
  const address = referenceText(reference);
  if (json) output.data(jsonText(release));
  else
    output.words(
      `${address} serves version ${release.versionNumber} again, ${release.digest}, since release ${release.sequence}.`,
    );
  next(`countersign pull ${address}`);
  return "done";
};

/** The release that is named by its number, or the newest before the current one to which one may go back. */
function targetOf(releases: readonly ReleaseRecord[], written: string | undefined): ReleaseRecord {
  const earlier = releases.filter((one) => !one.current);
  const found =
    written === undefined
      ? earlier.find(({ rollbackTarget }) => rollbackTarget)
      : earlier.find(({ sequence }) => String(sequence) === written);
  if (found !== undefined) return found;
  const known = earlier.filter(({ rollbackTarget }) => rollbackTarget).map(({ sequence }) => sequence);
  throw new Fault(
    written === undefined ? "There is no earlier release to go back to." : `There is no earlier release ${written}.`,
    known.length === 0
      ? "Ask for a release with `countersign request`."
      : `One may go back to ${known.join(", ")}: give --to NUMBER.`,
  );
}
