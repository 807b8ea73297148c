import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { findPlace, readPlace } from "../place/place.ts";
import { findVersion, readReference } from "../place/reference.ts";
import { stateText, targetText } from "./request-text.ts";

/** Asks for a release. */
export const run: Run = async ({ client: connect, json, next, output, positionals, text }) => {
  const reference = readReference(positionals[0] ?? "");
  const [to, label] = [text("to"), text("label")];
  if (to === undefined || label === undefined) {
    throw new Fault("A release goes to a place and a label.", "Give --to WORKSPACE and --label LABEL.");
  }
  const place = readPlace(to);
  if (place === "organization")
    throw new Fault("A release goes to a workspace.", "Give --to WORKSPACE or WORKSPACE/PATH.");
  const client = await connect();
  const { versionId } = await findVersion(client, reference);
  const request = await client.request.open({
    sourceVersionId: versionId,
    targetWorkspaceId: await findPlace(client, place.workspace),
    targetPath: place.path,
    label,
    title: text("title"),
    description: text("description"),
  });
  if (json) {
    output.data(jsonText(request));
  } else {
    output.data(`#${request.number}\n`);
    output.words(
      `Request #${request.number} for ${targetText(request)} is ${stateText(request)}; it proposes ${request.digest}.`,
    );
  }
  next(
    request.blockers.length === 0
      ? `countersign publish ${request.number}`
      : `somebody who may review there: countersign review ${request.number} --approve`,
  );
  return "done";
};
