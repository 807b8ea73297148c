import { allItems, type CountersignClient } from "@countersign/sdk";
import { Fault } from "../command-line/fault.ts";

/** What somebody names on the command line: a prompt, and of it what a label serves, a version, or the newest. */
export interface Reference {
  readonly workspace: string;
  /** Inside the workspace, the prompt's name last. */
  readonly path: string;
  readonly which:
    | { readonly type: "newest" }
    | { readonly type: "label"; readonly label: string }
    | { readonly type: "version"; readonly number: number };
}

/** Reads `WORKSPACE/PATH`, `WORKSPACE/PATH@LABEL` or `WORKSPACE/PATH#NUMBER`. */
export function readReference(written: string): Reference {
  const parts = /^(?<workspace>[^/@#]+)\/(?<path>[^@#]+?)(?:@(?<label>[^@#/]+)|#(?<number>\d+))?$/.exec(
    written,
  )?.groups;
  const { workspace, path, label, number } = parts ?? {};
  if (workspace === undefined || path === undefined || path.startsWith("/") || path.endsWith("/")) {
    throw new Fault(
      `"${written}" names no prompt.`,
      "Write WORKSPACE/PATH, and after it @LABEL or #NUMBER, for example production/support/answer@production.",
    );
  }
  if (label !== undefined) return { workspace, path, which: { type: "label", label } };
  if (number !== undefined) return { workspace, path, which: { type: "version", number: Number(number) } };
  return { workspace, path, which: { type: "newest" } };
}

/** A reference as it is written. */
export function referenceText({ workspace, path, which }: Reference): string {
  const end = which.type === "label" ? `@${which.label}` : which.type === "version" ? `#${which.number}` : "";
  return `${workspace}/${path}${end}`;
}

/** Which resource and version a reference means. */
export async function findVersion(
  client: CountersignClient,
  reference: Reference,
): Promise<{ readonly resourceId: string; readonly versionId: string }> {
  const { workspace, path, which } = reference;
  const resource = await client.resource.find({ workspace, path });
  const name = `${workspace}/${path}`;
  switch (which.type) {
    case "label": {
      const label = resource.labels.find((one) => one.name === which.label);
      if (label === undefined || label.versionId === "") {
        const known = resource.labels.filter(({ versionId }) => versionId !== "").map((one) => one.name);
        throw new Fault(
          `${name} has no label "${which.label}" that serves anything.`,
          known.length === 0 ? "None does yet." : `These do: ${known.join(", ")}.`,
        );
      }
      return { resourceId: resource.id, versionId: label.versionId };
    }
    case "newest": {
      const versionId = resource.drafts?.latestVersionId ?? null;
      if (versionId !== null) return { resourceId: resource.id, versionId };
      throw resource.drafts === null
        ? new Fault(`You may not see the versions of ${name}.`, "Name what a label serves: add @LABEL.")
        : new Fault(`${name} has no version yet.`, "Save one with `countersign push`.");
    }
    case "version":
      for await (const version of allItems(client.version.list, { resourceId: resource.id })) {
        if (version.number === which.number) return { resourceId: resource.id, versionId: version.id };
      }
      throw new Fault(`${name} has no version ${which.number}.`, "Look at its history in the console.");
  }
}
