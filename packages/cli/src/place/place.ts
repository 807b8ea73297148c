import { type CountersignClient, isCountersignError, type ScopeAddress } from "@countersign/sdk";
import { Fault } from "../command-line/fault.ts";

/** Reads a place: `/` is the organization, `WORKSPACE` and `WORKSPACE/PATH` what lies in it. */
export function readPlace(written: string): ScopeAddress {
  if (written === "/") return "organization";
  const [workspace = "", ...names] = written.split("/");
  if (workspace === "" || names.some((name) => name === "")) {
    throw new Fault(`"${written}" names no place.`, "Write / for the organization, WORKSPACE, or WORKSPACE/PATH.");
  }
  return names.length === 0 ? { workspace } : { workspace, path: names.join("/") };
}

/** The id of a place that somebody wrote. */
export async function findPlace(client: CountersignClient, written: string): Promise<string> {
  const place = readPlace(written);
  if (place === "organization") return (await client.organization.get({})).id;
  const workspace = (await client.workspace.list({})).find(({ name }) => name === place.workspace);
  if (workspace === undefined) {
    throw new Fault(
      `There is no workspace "${place.workspace}", or none that you may see.`,
      "Check its name, or ask an administrator for access.",
    );
  }
  if (place.path === undefined) return workspace.id;
  const folder = (await client.folder.list({ workspaceId: workspace.id })).find(({ path }) => path === place.path);
  if (folder !== undefined) return folder.id;
  try {
    return (await client.resource.find({ workspace: place.workspace, path: place.path })).id;
  } catch (error) {
    if (!isCountersignError(error) || error.code !== "not_found") throw error;
    throw new Fault(
      `There is no folder and no prompt "${written}", or none that you may see.`,
      "Check how it is written, or ask an administrator for access.",
    );
  }
}
