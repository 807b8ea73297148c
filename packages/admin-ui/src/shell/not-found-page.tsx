import { addresses } from "../interface/addresses.ts";
import { EmptyState } from "../interface/empty-state.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink } from "../interface/page-link.tsx";

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Page title="No such page">
      <EmptyState title="This address leads nowhere" action={<PageLink to={addresses.home()}>Go to Home</PageLink>}>
        The page was moved or the address has a mistake in it.
      </EmptyState>
    </Page>
  );
}
