import { FailedPage } from "./failed-page.tsx";
import type { LoadedProps } from "./loaded.tsx";
import { Loaded } from "./loaded.tsx";
import { PageShape } from "./skeletons.tsx";

/** A whole page once its answer is there: the page's shape before, a page that says why not instead. */
export function LoadedPage<T>({ query, children }: Omit<LoadedProps<T>, "shape">) {
  if (query.isError && query.data === undefined) {
    return <FailedPage error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Loaded query={query} shape={<PageShape />}>
      {children}
    </Loaded>
  );
}
