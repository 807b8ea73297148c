import type { CallOptions, CountersignApi } from "@countersign/core";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useClient } from "./surroundings.tsx";

/** The noun of the API that is asked, then whatever tells this question from others. */
export type QuestionKey = readonly [noun: keyof CountersignApi, ...rest: readonly unknown[]];

export interface AskSettings {
  /** False holds the question back. Default: true. */
  readonly enabled?: boolean;
  /** Shows the answer to the question before while a changed one is on its way. Default: false. */
  readonly keepPrevious?: boolean;
  /** Milliseconds for which an answer is not asked for again. Default: 5 s. */
  readonly fresh?: number;
}

/** Asks the server; every answer is read again after a change. */
export function useAsk<T>(
  key: QuestionKey,
  ask: (client: CountersignApi, options: CallOptions) => Promise<T>,
  settings: AskSettings = {},
): UseQueryResult<T, unknown> {
  const client = useClient();
  return useQuery<T, unknown>({
    queryKey: key,
    queryFn: ({ signal }) => ask(client, { signal }),
    enabled: settings.enabled ?? true,
    ...(settings.fresh === undefined ? {} : { staleTime: settings.fresh }),
    ...(settings.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}
