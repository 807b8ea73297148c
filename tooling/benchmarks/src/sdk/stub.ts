import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that answers what a prompt is, in the manner of both products, and counts how often it was asked. */
export interface Stub extends AsyncDisposable {
  readonly url: string;
  /** Requests since the last look. */
  readonly takeCount: () => number;
  /** From now on every request is refused with 403. */
  readonly refuse: () => void;
}

export async function startStub(): Promise<Stub> {
  let count = 0;
  let refusing = false;
  const server = createServer((request, response) => {
    count += 1;
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const theirs = url.pathname.startsWith("/api/public/");
    const name = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
    const [status, body] = refusing ? [403, refusal(theirs)] : [200, theirs ? theirPrompt(name) : ourPrompt(name)];
    response.writeHead(status, { "content-type": "application/json", etag: '"1"' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // `listen` on a port makes this an AddressInfo, not the path of a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    takeCount: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    refuse: () => {
      refusing = true;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const text = "You answer for {{company}}, in a {{tone}} tone.";

function ourPrompt(name: string) {
  return {
    workspace: "production",
    path: name,
    kind: "prompt",
    label: "production",
    version: 4,
    digest: `sha256:${"0".repeat(64)}`,
    sequence: 2,
    unreviewed: false,
    releasedAt: "2026-03-01T12:00:00.000Z",
    content: {
      type: "text",
      syntax: "template",
      text,
      variables: ["company", "tone"].map((variable) => ({ name: variable, required: true })),
    },
  };
}

function theirPrompt(name: string) {
  return { name, version: 4, type: "text", prompt: text, labels: ["production"], tags: [], config: {} };
}

function refusal(theirs: boolean) {
  return theirs
    ? { message: "Forbidden", error: "Forbidden" }
    : { error: { code: "forbidden", message: "You may not.", requestId: "call_0" } };
}
