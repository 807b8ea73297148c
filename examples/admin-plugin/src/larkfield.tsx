import { lazy, Suspense } from "react";
import type { Settings } from "./settings.ts";

// The console and its styles come when somebody opens it.
const Prompts = lazy(() => import("./prompts.tsx"));

/** An application that was there before: a header, a notice, pages of its own, and the console as one of them. */
export function Larkfield({ settings }: { readonly settings: Settings }) {
  const { consolePath } = settings;
  const inConsole = `${location.pathname}/`.startsWith(consolePath.replace(/\/?$/, "/"));
  return (
    <div className="larkfield">
      <header className="larkfield-header">
        <strong className="larkfield-name">Larkfield</strong>
        <nav aria-label="Larkfield">
          <a href="/orders">Orders</a>
          <a href={consolePath} aria-current={inConsole ? "page" : undefined}>
            Prompts
          </a>
        </nav>
      </header>
      <p className="larkfield-notice">
        The warehouse is closed on Friday. <button type="button">Understood</button>
      </p>
      {inConsole ? (
        <Suspense fallback={<p role="status">Opening the prompts …</p>}>
          <Prompts settings={settings} />
        </Suspense>
      ) : (
        <main className="larkfield-page">
          <h1>Orders</h1>
          <p>Nothing waits to be packed.</p>
        </main>
      )}
    </div>
  );
}
