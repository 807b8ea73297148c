import {
  type Committed,
  CountersignError,
  type PageInput,
  type ResourceRecord,
  type ServedResource,
  type VersionRecord,
} from "@countersign/core";

/** What a label serves, its content read; fetch again to see what it serves then. */
export interface Served<Content> extends Omit<ServedResource, "content"> {
  /** The last part of the path. */
  readonly name: string;
  readonly content: Content;
}

/** What is saved where. */
export interface Push {
  /** The workspace's name; it is never made. */
  readonly workspace: string;
  /** Inside the workspace, the name last, for example `support/refund`. */
  readonly path: string;
  /** What changed and why, for whoever reads the history. */
  readonly message?: string | undefined;
  /** Names the version to whoever pushes it: the same key on the same resource is the same version. */
  readonly importKey?: string | undefined;
  /** The version that the content was made from; a newer one is a `conflict`. Without it nothing is compared. */
  readonly basedOnVersionId?: string | undefined;
}

export interface PushedVersion extends Committed {
  readonly resource: ResourceRecord;
  readonly version: VersionRecord;
  /** False when the import key was there already. */
  readonly created: boolean;
}

export interface KindListInput extends PageInput {
  /** The workspace's name. */
  readonly workspace: string;
  /** Only paths that begin so. */
  readonly prefix?: string | undefined;
}

/** Reads what is served. Throws `invalid` for a content that this version of the client cannot read. */
export function servedOf<Content>(served: ServedResource, read: (content: unknown) => Content | null): Served<Content> {
  const content = read(served.content);
  if (content !== null) return { ...served, name: served.path.slice(served.path.lastIndexOf("/") + 1), content };
  throw new CountersignError({
    code: "invalid",
    message: `${served.workspace}/${served.path}@${served.label} serves a ${served.kind}, and nothing else that this client can read there.`,
    remedy: "Ask for it by its own kind, or update the client to the server's version.",
  });
}
