import {
  type CallOptions,
  type CountersignApi,
  CountersignError,
  type DatasetContent,
  type DatasetRow,
  type DatasetSchema,
  emptyFrontier,
  extendFrontier,
  frontierRoot,
  type Page,
  parseContent,
  type ResourceRecord,
  type RowFileFormat,
  type RowPage,
  type RowPageInput,
  rowDigest,
} from "@countersign/core";
import { ensureResource } from "../place/ensure-resource.ts";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { workspaceNamed } from "../place/scope-address.ts";
import type { KindListInput, Push, PushedVersion, Served } from "../resource/served.ts";
import { servedOf } from "../resource/served.ts";
import type { Address } from "../transport/ask-served.ts";
import { type RowSource, readRowFile, type TextSource, type UploadOptions, uploadRows } from "./upload-rows.ts";

/** A dataset as a label serves it; its rows are fetched as they are asked for, all of this very content. */
export interface Dataset extends Served<DatasetContent> {
  /**
   * All rows, a page at a time. After the last one the root of all of them is compared with the content's: rejects with
   * `invalid` where they are not those that were released. Rejects with `stale` where the label has moved since.
   */
  readonly rows: (options?: CallOptions) => AsyncGenerator<DatasetRow, void, undefined>;
  /** A page of rows. Rejects with `stale` where the label has moved since. */
  readonly page: (input?: RowPageInput, options?: CallOptions) => Promise<RowPage>;
}

/** Datasets by the names of their workspaces and by their paths. */
export interface Datasets {
  /** What a label serves now; `dataset:use`. */
  readonly get: (address: Address, options?: CallOptions) => Promise<Dataset>;
  readonly list: (input: KindListInput, options?: ManyCallOptions) => Promise<Page<ResourceRecord>>;
  /**
   * Saves a version of these rows, uploaded part by part, and makes the dataset and its folders where they are missing.
   * Nothing becomes live by it, and nothing is left where it fails.
   */
  readonly push: (
    input: Push & { readonly schema: DatasetSchema; readonly rows: RowSource },
    options?: UploadOptions,
  ) => Promise<PushedVersion>;
  /** As {@link push}, of a file's rows: CSV whose first line names the columns, or JSON objects, one a line. */
  readonly pushFile: (
    input: Push & {
      readonly file: TextSource;
      readonly format: RowFileFormat;
      /** Default: what the first 1,000 rows suggest, without a key. */
      readonly schema?: DatasetSchema | undefined;
      /** The column that tells rows apart, where the schema is suggested. */
      readonly key?: string | undefined;
    },
    options?: UploadOptions,
  ) => Promise<PushedVersion>;
}

export function createDatasets(api: CountersignApi): Datasets {
  const push: Datasets["push"] = async ({ schema, rows, ...input }, options) => {
    const { onProgress: _progress, ...calls } = options ?? {};
    const resource = await ensureResource(api, "dataset", input, calls);
    const upload = await uploadRows(api, resource.id, schema, rows, options);
    const { created, revision, ...version } = await api.version.create(
      {
        resourceId: resource.id,
        content: { upload },
        message: input.message,
        importKey: input.importKey,
        ...(input.basedOnVersionId === undefined ? { force: true } : { basedOnVersionId: input.basedOnVersionId }),
      },
      calls,
    );
    return { resource, version, created, revision };
  };
  return {
    get: async (address, options) => datasetOf(api, address, servedOf(await api.delivery.get(address, options), read)),
    list: async ({ workspace, ...input }, options) => {
      const { id } = await workspaceNamed(api, workspace, options);
      return api.resource.list({ ...input, workspaceId: id, kind: "dataset" }, options);
    },
    push,
    pushFile: async ({ file, format, schema: given, key, ...input }, options) => {
      const { schema, rows } = await readRowFile(file, format, given);
      return push({ ...input, schema: key === undefined ? schema : { ...schema, key }, rows }, options);
    },
  };
}

const rowsAtOnce = 1_000;

function datasetOf(api: CountersignApi, address: Address, served: Served<DatasetContent>): Dataset {
  const { digest, content } = served;
  const page: Dataset["page"] = (input = {}, options) => api.delivery.rows({ ...address, ...input, digest }, options);
  return {
    ...served,
    page,
    async *rows(options) {
      let frontier = emptyFrontier;
      for (let from: number | null = 0; from !== null; ) {
        const { rows, next }: RowPage = await page({ from, limit: rowsAtOnce }, options);
        frontier = extendFrontier(frontier, rows.map(rowDigest));
        yield* rows;
        from = next;
      }
      if (frontier.count === content.rowCount && frontierRoot(frontier) === content.root) return;
      throw new CountersignError({
        code: "invalid",
        message: `The rows of ${served.workspace}/${served.path}@${served.label} are not those of its content.`,
        remedy: "Do not use them, and tell whoever runs the server: they were changed after they were released.",
      });
    },
  };
}

function read(content: unknown): DatasetContent | null {
  const parsed = parseContent("dataset", content);
  return parsed.ok && parsed.value.kind === "dataset" ? parsed.value.content : null;
}
