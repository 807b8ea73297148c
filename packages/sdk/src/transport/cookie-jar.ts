/** Keeps the cookies of one server between calls, where the platform does not: in scripts and tests. */
export interface CookieJar {
  /** The value of the `Cookie` header; `null` when there is none to send. */
  readonly header: () => string | null;
  /** Takes in what an answer sets, and forgets what it ends. */
  readonly store: (setCookies: readonly string[]) => void;
}

/**
 * A jar for the one server at `url`: domains and paths play no part, because nothing else is ever asked with it.
 *
 * A `Secure` cookie is kept only where the way is safe: https, or the machine itself.
 */
export function createCookieJar(url: URL, now: () => number): CookieJar {
  const cookies = new Map<string, { readonly value: string; readonly expiresAt: number }>();
  const safe = url.protocol === "https:" || isLoopback(url.hostname);
  return {
    header: () => {
      for (const [name, cookie] of cookies) if (cookie.expiresAt <= now()) cookies.delete(name);
      if (cookies.size === 0) return null;
      return [...cookies].map(([name, cookie]) => `${name}=${cookie.value}`).join("; ");
    },
    store: (setCookies) => {
      for (const line of setCookies) {
        const cookie = parseSetCookie(line, now());
        if (cookie === null || (cookie.secure && !safe)) continue;
        cookies.delete(cookie.name);
        if (cookie.expiresAt > now() && cookies.size < MOST_COOKIES) cookies.set(cookie.name, cookie);
      }
    },
  };
}

const MOST_COOKIES = 50;

interface ParsedCookie {
  readonly name: string;
  readonly value: string;
  readonly secure: boolean;
  /** Milliseconds since 1970; infinite for one that lasts as long as the jar. */
  readonly expiresAt: number;
}

function parseSetCookie(line: string, now: number): ParsedCookie | null {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const equals = pair.indexOf("=");
  if (equals < 1) return null;
  const attribute = new Map(
    attributes.map((text): [string, string] => {
      const at = text.indexOf("=");
      return at < 0 ? [text.toLowerCase(), ""] : [text.slice(0, at).trim().toLowerCase(), text.slice(at + 1).trim()];
    }),
  );
  return {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    secure: attribute.has("secure"),
    expiresAt: expiry(attribute.get("max-age"), attribute.get("expires"), now),
  };
}

/** RFC 6265, 5.3: `Max-Age` goes before `Expires`. */
function expiry(maxAge: string | undefined, expires: string | undefined, now: number): number {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1_000;
  const at = expires === undefined ? Number.NaN : Date.parse(expires);
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
