import { err, ok, type Result } from "@countersign/core";

/** Reads the path below which the server lives; slashes at its ends don't matter. */
export function basePathFrom(text: string): Result<string, string> {
  const path = text.replace(/^\/+|\/+$/g, "");
  if (path === "") return ok("");
  if (path.split("/").every((segment) => /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/.test(segment))) {
    return ok(`/${path}`);
  }
  return err(`"${text}" is no base path; write it as /registry, of letters, digits, ".", "_" and "-".`);
}

/** Reads the origin that browsers use. */
export function publicUrlFrom(text: string | null): Result<string | null, string> {
  if (text === null) return ok(null);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return err(`COUNTERSIGN_PUBLIC_URL is "${text}"; write it as https://prompts.example.com.`);
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    return err(
      `COUNTERSIGN_PUBLIC_URL is "${text}"; give the origin alone, ${url.origin}, and a path as COUNTERSIGN_BASE_PATH.`,
    );
  }
  return ok(url.origin);
}
