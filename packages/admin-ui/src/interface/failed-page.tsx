import { describeFailure } from "../client/failure.ts";
import { addresses } from "./addresses.ts";
import { ErrorNotice, type ErrorNoticeProps } from "./error-notice.tsx";
import { Page } from "./page.tsx";
import { PageLink } from "./page-link.tsx";

/** Instead of a page that can't be shown: what went wrong, what helps, and a way on. */
export function FailedPage({ error, onRetry }: ErrorNoticeProps) {
  const { code } = describeFailure(error);
  const title =
    code === "not_found" ? "Nothing here" : code === "forbidden" ? "Not yours to see" : "This page can't be shown";
  return (
    <Page title={title}>
      <ErrorNotice error={error} {...(onRetry === undefined ? {} : { onRetry })} />
      <p>
        <PageLink to={addresses.home()}>Go to Home</PageLink>
      </p>
    </Page>
  );
}
