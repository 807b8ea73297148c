/** What the page says to this application. */
export interface Settings {
  /** The path below which the console lives, such as `/prompts`. */
  readonly consolePath: string;
  /** Where Countersign is reached, below this application's own origin: sessions are cookies. */
  readonly countersign: string;
  /** Of the page's content security policy; empty where it has none. */
  readonly nonce: string;
}

/** Reads the page's `meta` elements. */
export function readSettings(page: Document): Settings {
  const content = (name: string) => page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
  return {
    consolePath: content("console-path") ?? "/",
    countersign: content("countersign-server") ?? "/",
    nonce: page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "",
  };
}
