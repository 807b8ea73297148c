/** What a machine says about itself to someone who looks for a Chromium. */
export interface Place {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a file is there. */
  readonly exists: (path: string) => boolean;
  /** Where playwright would have installed its own Chromium. */
  readonly playwrightsOwn: string;
}

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
] as const;

/**
 * The Chromium of a machine, or undefined where there is none.
 *
 * `COUNTERSIGN_CHROMIUM` wins over all others; when it names a file that is not there, that is an error and not a
 * reason to take another browser.
 */
export function findChromium(place: Place): string | undefined {
  const named = place.env["COUNTERSIGN_CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (place.exists(named)) return named;
    throw new Error(`COUNTERSIGN_CHROMIUM names ${named}, which is not there; name a Chromium or unset it.`);
  }
  return [...usual, place.playwrightsOwn].find((path) => place.exists(path));
}
