import type { ReactNode } from "react";
import { ErrorNotice } from "./error-notice.tsx";

export interface LoadedProps<T> {
  /** What `useAsk` gave. */
  readonly query: {
    readonly data: T | undefined;
    readonly error: unknown;
    readonly isError: boolean;
    refetch(): unknown;
  };
  /** The page's shape, shown until the first answer. */
  readonly shape: ReactNode;
  children(data: T): ReactNode;
}

/** An answer once it is there: its shape before, the refusal instead. */
export function Loaded<T>({ query, shape, children }: LoadedProps<T>) {
  if (query.isError && query.data === undefined) {
    return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) {
    return (
      <div aria-busy="true">
        <span role="status" aria-label="Loading" />
        {shape}
      </div>
    );
  }
  return children(query.data);
}
