import { randomBytes } from "node:crypto";

/** The page of the console for one answer, and the policy that goes with it. */
export interface ConsolePage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

/**
 * Writes into the built page where it is mounted, and the nonce under which the console's own styles count. Every answer
 * has a nonce of its own.
 */
export function consolePage(html: string, basePath: string): ConsolePage {
  const nonce = randomBytes(18).toString("base64");
  const config = { basePath: basePath === "" ? "/" : basePath, nonce };
  const head = [
    `<base href="${escapeAttribute(basePath)}/">`,
    `<script type="application/json" id="countersign-config">${escapeScript(JSON.stringify(config))}</script>`,
  ].join("");
  return { html: html.replace(/<head(\s[^>]*)?>/i, (open) => `${open}${head}`), contentSecurityPolicy: policy(nonce) };
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}

function escapeAttribute(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}

/** JSON that cannot end the element it stands in. */
function escapeScript(json: string): string {
  return json.replace(/</g, "\\u003c");
}
