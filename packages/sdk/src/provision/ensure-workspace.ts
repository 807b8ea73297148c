import type { CountersignApi, WorkspaceRecord } from "@countersign/core";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { type Ensured, ensure } from "./ensured.ts";

export interface WorkspaceWish {
  /** A workspace is recognized by its name. */
  readonly name: string;
  /** Left as it is where it is not given. */
  readonly description?: string | undefined;
}

/** `workspace:create` for a new one, `workspace:update` for another description. An archived one is a `conflict`. */
export function ensureWorkspace(
  api: CountersignApi,
  wish: WorkspaceWish,
  options?: ManyCallOptions,
): Promise<Ensured<WorkspaceRecord>> {
  const { name, description } = wish;
  return ensure<WorkspaceRecord>({
    find: async () => (await api.workspace.list({}, options)).find((one) => one.name === name) ?? null,
    create: () => api.workspace.create({ name, description }, options),
    update: (found) =>
      description === undefined || found.description === description
        ? null
        : () => api.workspace.update({ workspaceId: found.id, description }, options),
  });
}
