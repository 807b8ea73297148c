/** The oldest Node that the server runs on, as its package.json says. The embedded database ends older ones without a word. */
export const oldestNode = "22.13";

/** Why the server can't run on a version of Node, in a sentence; `null` where it can. */
export function whyNodeIsTooOld(version: string): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split(".").map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `The server needs Node ${oldestNode} or newer, and this is Node ${version}; install a newer one from https://nodejs.org.`;
}
