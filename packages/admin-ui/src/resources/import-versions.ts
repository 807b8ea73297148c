import { type CountersignApi, isCountersignError, type ResourceKind, type WorkspaceRecord } from "@countersign/core";
import type { ImportedVersion } from "./import-file.ts";

/** How far an import has come. */
export interface ImportProgress {
  readonly done: number;
  /** Versions that were not there. */
  readonly saved: number;
  /** What was refused, a sentence each; the rest goes on. */
  readonly refused: readonly string[];
}

export interface ImportTarget {
  readonly workspace: Pick<WorkspaceRecord, "id" | "name">;
  readonly kind: ResourceKind;
}

/**
 * Saves versions one after the other, making folders and resources that are not there. What was saved by an import
 * before is found again. Nothing is live by it.
 *
 * @throws the signal's reason, or what stopped the server from answering.
 */
export async function importVersions(
  client: CountersignApi,
  target: ImportTarget,
  versions: readonly ImportedVersion[],
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportProgress> {
  const places = new Places(client, target, signal);
  const refused: string[] = [];
  let saved = 0;
  let done = 0;
  const progress = (): ImportProgress => ({ done, saved, refused: [...refused] });
  for (const { path, content, message, importKey } of versions) {
    signal.throwIfAborted();
    try {
      const resourceId = await places.resource(path);
      const version = await client.version.create({ resourceId, content, message, importKey, force: true }, { signal });
      if (version.created) saved += 1;
    } catch (error) {
      if (!isCountersignError(error) || error.code === "unavailable") throw error;
      refused.push(`${path}: ${error.message}${error.remedy === undefined ? "" : ` ${error.remedy}`}`);
    }
    done += 1;
    onProgress(progress());
  }
  return progress();
}

/** Folders and resources by their paths, made where they are missing. */
class Places {
  readonly #client: CountersignApi;
  readonly #target: ImportTarget;
  readonly #signal: AbortSignal;
  readonly #resources = new Map<string, string>();
  #folders: Map<string, string> | undefined;

  constructor(client: CountersignApi, target: ImportTarget, signal: AbortSignal) {
    this.#client = client;
    this.#target = target;
    this.#signal = signal;
  }

  async resource(path: string): Promise<string> {
    const known = this.#resources.get(path);
    if (known !== undefined) return known;
    const id = (await this.#find(path)) ?? (await this.#create(path));
    this.#resources.set(path, id);
    return id;
  }

  async #find(path: string): Promise<string | undefined> {
    try {
      const { name } = this.#target.workspace;
      return (await this.#client.resource.find({ workspace: name, path }, { signal: this.#signal })).id;
    } catch (error) {
      if (isCountersignError(error) && error.code === "not_found") return undefined;
      throw error;
    }
  }

  async #create(path: string): Promise<string> {
    const parts = path.split("/");
    const name = parts.pop() ?? path;
    const folderId = await this.#folder(parts);
    const { workspace, kind } = this.#target;
    const input = { kind, workspaceId: workspace.id, folderId, name };
    return (await this.#client.resource.create(input, { signal: this.#signal })).id;
  }

  async #folder(parts: readonly string[]): Promise<string | null> {
    const name = parts.at(-1);
    if (name === undefined) return null;
    const workspaceId = this.#target.workspace.id;
    if (this.#folders === undefined) {
      const all = await this.#client.folder.list({ workspaceId }, { signal: this.#signal });
      this.#folders = new Map(all.map(({ path, id }) => [path, id]));
    }
    const path = parts.join("/");
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const parentId = await this.#folder(parts.slice(0, -1));
    const { id } = await this.#client.folder.create({ workspaceId, parentId, name }, { signal: this.#signal });
    this.#folders.set(path, id);
    return id;
  }
}
