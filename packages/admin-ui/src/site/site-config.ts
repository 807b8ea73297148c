/** What the server writes into the page for the console to start with. */
export interface SiteConfig {
  /** The path below which server and console live, without a slash at its end; "/" at the top. */
  readonly basePath: string;
  /** Of the page's content security policy. */
  readonly nonce: string | undefined;
}

/**
 * Reads `<script type="application/json" id="countersign-config">{"basePath":"/x"}</script>`; without it the page's
 * `<base href>` says where the console lives.
 */
export function readSiteConfig(page: Document): SiteConfig {
  const written = page.getElementById("countersign-config")?.textContent ?? "";
  const config: unknown = written.trim() === "" ? {} : JSON.parse(written);
  return {
    basePath: tidyBasePath(textIn(config, "basePath") ?? baseElementPath(page) ?? "/"),
    nonce: textIn(config, "nonce"),
  };
}

/** Slashes as the router wants them: one in front, none at the end. */
export function tidyBasePath(path: string): string {
  const inner = path.split("/").filter((segment) => segment !== "");
  return `/${inner.join("/")}`;
}

function baseElementPath(page: Document): string | undefined {
  return page.querySelector("base") === null ? undefined : new URL(page.baseURI).pathname;
}

function textIn(config: unknown, field: string): string | undefined {
  if (typeof config !== "object" || config === null || !(field in config)) return undefined;
  const value: unknown = Reflect.get(config, field);
  return typeof value === "string" && value !== "" ? value : undefined;
}
