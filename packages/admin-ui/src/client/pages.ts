import type { CallOptions, CountersignApi, Page, PageInput } from "@countersign/core";
import { keepPreviousData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { QuestionKey } from "./ask.ts";
import { useClient } from "./surroundings.tsx";

/** A list that the server hands out page by page. */
export interface Paged<T> {
  readonly rows: readonly T[];
  readonly query: UseInfiniteQueryResult<unknown, unknown>;
  /** There is another page. */
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  loadMore(): void;
}

/** Asks for a list, a page at a time; what was loaded stays while a changed question is on its way. */
export function usePages<T>(
  key: QuestionKey,
  ask: (client: CountersignApi, page: PageInput, options: CallOptions) => Promise<Page<T>>,
  settings: { readonly enabled?: boolean; readonly limit?: number } = {},
): Paged<T> {
  const client = useClient();
  const limit = settings.limit ?? 100;
  const query = useInfiniteQuery({
    queryKey: [...key, "pages", limit],
    queryFn: ({ pageParam, signal }) => ask(client, { cursor: pageParam, limit }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<T>) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: settings.enabled ?? true,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return {
    rows,
    query,
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}
