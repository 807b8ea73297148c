import { Fault } from "../command-line/fault.ts";

/** A server's address as it is stored and compared: without a query, and without a slash at its end. */
export function serverAddress(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new Fault(`"${written}" is no address of a server.`, "Give one like https://prompts.example.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new Fault(
      "The server's address holds a name or a password.",
      "Take them out, and sign in with `countersign login`.",
    );
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new Fault(
      `"${url.origin}" is not encrypted, so a key sent there could be read on the way.`,
      "Give an address that begins with https:.",
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
