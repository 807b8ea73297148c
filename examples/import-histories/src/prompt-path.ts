import { createHash } from "node:crypto";

/**
 * The path of a history's prompt. A name that may stand in a path stays as it is. Any other is brought to what may, with
 * eight digits of its digest, so that two names never meet in one path.
 */
export function promptPath(name: string): string {
  if (PATH_NAME.test(name)) return name;
  const plain = name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|[._-]+$/g, "")
    .slice(0, 54);
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${plain === "" ? "prompt" : plain}-${digest}`;
}

const PATH_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
