import type { CallOptions, CountersignApi, RowPage } from "@countersign/core";
import type { QuestionKey } from "../client/ask.ts";
import { useAsk } from "../client/ask.ts";

/** Where the rows of a dataset are read: each with its own right. */
export type RowSource =
  | { readonly type: "version"; readonly versionId: string }
  | { readonly type: "request"; readonly requestId: string; readonly digest: string }
  | {
      readonly type: "served";
      readonly workspace: string;
      readonly path: string;
      readonly label: string;
      readonly digest: string;
    };

/** A page of rows; the one before stays while the next is on its way. */
export function useRows(source: RowSource, from: number, limit: number) {
  return useAsk<RowPage>(keyOf(source, from, limit), (client, options) => ask(source, from, limit, client, options), {
    keepPrevious: true,
    fresh: 60_000,
  });
}

function keyOf(source: RowSource, from: number, limit: number): QuestionKey {
  const noun = source.type === "served" ? "delivery" : source.type;
  return [noun, "rows", source, from, limit];
}

function ask(
  source: RowSource,
  from: number,
  limit: number,
  client: CountersignApi,
  options: CallOptions,
): Promise<RowPage> {
  switch (source.type) {
    case "version":
      return client.version.rows({ versionId: source.versionId, from, limit }, options);
    case "request":
      return client.request.rows({ requestId: source.requestId, from, limit }, options);
    case "served": {
      const { type: _type, ...address } = source;
      return client.delivery.rows({ ...address, from, limit }, options);
    }
  }
}
