import type { Browser, BrowserContext, Page, Request } from "playwright-core";

/** Somebody with a browser of his own, nothing in it yet; disposing of it closes it. */
export interface Visitor extends AsyncDisposable {
  readonly page: Page;
  /**
   * What no page may ever do, as it happened since the last time: fail, break its own policy, or ask a host that is not
   * the server. Every test ends by expecting none.
   */
  takeComplaints(): readonly string[];
  /** Opens an address below the base path, such as `/roles?tab=matrix`, and waits until the page is whole. */
  open(address: string): Promise<void>;
  /** Waits until the page has its title, shows no shape of what is to come, and asks the server nothing more. */
  settle(): Promise<void>;
  /** Signs in without the page for it. */
  signIn(person: { readonly email: string; readonly password: string }): Promise<void>;
}

export interface VisitorOptions {
  /** The server's address, base path included, without a slash at the end. */
  readonly url: string;
  /** Default: light. */
  readonly colorScheme?: "light" | "dark";
}

/** How many milliseconds anything on a page may take: far more than it takes on a machine that is busy. */
const patience = 90_000;

export async function openVisitor(browser: Browser, { url, colorScheme = "light" }: VisitorOptions): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme,
    reducedMotion: "reduce",
    locale: "en-GB",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const complaints = await collectComplaints(context, page, new URL(url).host);
  const underWay = collectRequests(page);
  const settle = async (): Promise<void> => {
    await page.locator("h1").first().waitFor();
    do {
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
      await underWay.none();
    } while ((await page.locator('[aria-busy="true"]').count()) > 0 || underWay.any());
  };
  return {
    page,
    takeComplaints: () => complaints.splice(0),
    settle,
    open: async (address) => {
      await page.goto(url + address);
      await settle();
    },
    signIn: async ({ email, password }) => {
      const answer = await context.request.post(`${url}/trpc/session.signIn`, {
        data: { email, password },
        headers: { "x-countersign-client": "1" },
      });
      if (!answer.ok()) throw new Error(`${email} can't sign in: ${await answer.text()}`);
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

async function collectComplaints(context: BrowserContext, page: Page, host: string): Promise<string[]> {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    // The browser itself says what the server refused; that is no fault of the page.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  context.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== "data:" && asked.protocol !== "blob:" && asked.host !== host) {
      complaints.push(`request to another host: ${request.url()}`);
    }
  });
  await context.exposeFunction("countersignPolicyViolated", (what: string) => complaints.push(`policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report: unknown = Reflect.get(globalThis, "countersignPolicyViolated");
      if (typeof report === "function") report(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return complaints;
}

/** Requests of a page that have no answer yet. */
function collectRequests(page: Page) {
  const underWay = new Set<Request>();
  let waiting: (() => void)[] = [];
  const ended = (request: Request): void => {
    underWay.delete(request);
    if (underWay.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  page.on("request", (request) => underWay.add(request));
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);
  return {
    any: () => underWay.size > 0,
    none: () => (underWay.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
  };
}
