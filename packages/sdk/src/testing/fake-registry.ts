import {
  contentDigest,
  httpStatusOf,
  isExpandedPrompt,
  type PromptContent,
  type RefusalCode,
  type ServedResource,
  withDeclaredVariables,
} from "@countersign/core";
import type { Address } from "../transport/ask-served.ts";
import type { Fetch } from "../transport/runtime.ts";

/**
 * A registry of prompts in memory, for tests of what uses the client: the client is the real one, and asks this instead
 * of a server. It knows labels and what they serve, refusals and outages; who may do what, reviews and everything else a
 * server does, it does not know.
 *
 * ```ts
 * const registry = createFakeRegistry();
 * registry.serve({ workspace: "production", path: "greeting", label: "production" }, "Hello {{name}}");
 * const client = createClient(registry.options);
 * ```
 */
export interface FakeRegistry {
  /** For `createClient`; add to them what else the client is made with. */
  readonly options: { readonly url: string; readonly key: string; readonly fetch: Fetch };
  /** Releases a content under an address; a text is a template. Clients that watch hear of it. */
  readonly serve: (address: Address, content: string | PromptContent) => void;
  /** Refuses an address from now on, until it is served again. Default `not_found`. */
  readonly refuse: (address: Address, code?: "not_found" | "forbidden") => void;
  /** Refuses every call from now on, as for a revoked key. */
  readonly revokeKey: () => void;
  /** Answers nothing any more, as a server that cannot be reached, until {@link goUp}. Streams break. */
  readonly goDown: () => void;
  readonly goUp: () => void;
  /** The addresses that were fetched so far, one for each request. */
  readonly fetched: readonly Address[];
}

/** An empty registry. */
export function createFakeRegistry(): FakeRegistry {
  const labels = new Map<string, Label>();
  const streams = new Set<Stream>();
  const fetched: Address[] = [];
  let down = false;
  let revoked = false;

  const tell = (): void => {
    for (const stream of streams) stream.tell(labels);
  };
  const closeStreams = (say: (stream: Stream) => void): void => {
    for (const stream of streams) say(stream);
    streams.clear();
  };
  const fetch: Fetch = async (url, init) => {
    init.signal?.throwIfAborted();
    if (down) throw new TypeError("fetch failed: the fake registry is down");
    if (revoked) return refusal("unauthenticated");
    const { pathname, searchParams } = new URL(url);
    if (pathname === "/v1/watch") {
      const stream = new Stream(String(init.body), init.signal ?? null);
      streams.add(stream);
      stream.tell(labels, true);
      return new Response(stream.body, { headers: { "content-type": "text/event-stream" } });
    }
    const [, , kinds, workspace = "", ...path] = pathname.split("/").map(decodeURIComponent);
    const address = { workspace, path: path.join("/"), label: searchParams.get("label") ?? "" };
    if (kinds !== "prompts")
      throw new TypeError(`The fake registry knows prompts alone, and was asked for ${pathname}.`);
    fetched.push(address);
    const label = labels.get(keyOf(address));
    if (label?.served == null) return refusal(label?.refused ?? "not_found");
    const etag = tagOf(label.served);
    const known = new Headers(init.headers).get("if-none-match") === etag;
    return known
      ? new Response(null, { status: 304, headers: { etag } })
      : Response.json(label.served, { headers: { etag } });
  };

  return {
    options: { url: "https://registry.test", key: "csk_fake", fetch },
    fetched,
    serve: (address, content) => {
      const before = labels.get(keyOf(address));
      const sequence = (before?.sequence ?? 0) + 1;
      labels.set(keyOf(address), { sequence, refused: null, served: servedOf(address, contentOf(content), sequence) });
      tell();
    },
    refuse: (address, code = "not_found") => {
      const sequence = labels.get(keyOf(address))?.sequence ?? 0;
      labels.set(keyOf(address), { sequence, refused: code, served: null });
      tell();
    },
    revokeKey: () => {
      revoked = true;
      closeStreams((stream) => stream.end());
    },
    goDown: () => {
      down = true;
      closeStreams((stream) => stream.cut());
    },
    goUp: () => {
      down = false;
    },
  };
}

interface Label {
  readonly sequence: number;
  readonly served: ServedResource | null;
  readonly refused: RefusalCode | null;
}

/** One client that watches. */
class Stream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #addresses: readonly (Address & { readonly tag: string | null })[];
  readonly #told: (string | null)[];
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor(body: string, signal: AbortSignal | null) {
    // Only the client asks here, and this is what it sends.
    const { addresses }: { readonly addresses: readonly (Address & { readonly tag: string | null })[] } =
      JSON.parse(body);
    this.#addresses = addresses;
    this.#told = addresses.map(({ tag }) => tag);
    this.body = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.#controller = null;
      },
    });
    signal?.addEventListener("abort", () => this.cut());
  }

  tell(labels: ReadonlyMap<string, Label>, always = false): void {
    const serves: [number, string][] = [];
    const refused: number[] = [];
    for (const [place, address] of this.#addresses.entries()) {
      const served = labels.get(keyOf(address))?.served ?? null;
      const tag = served === null ? null : tagOf(served);
      if (tag === this.#told[place]) continue;
      this.#told[place] = tag;
      if (tag === null) refused.push(place);
      else serves.push([place, tag]);
    }
    if (always || serves.length > 0 || refused.length > 0) this.#send("state", { serves, refused });
  }

  end(): void {
    this.#send("end", { code: "unauthenticated", message: "The key was revoked." });
    this.#controller?.close();
    this.#controller = null;
  }

  cut(): void {
    this.#controller?.error(new TypeError("terminated"));
    this.#controller = null;
  }

  #send(event: string, data: object): void {
    this.#controller?.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  }
}

function keyOf({ workspace, path, label }: Address): string {
  return JSON.stringify([workspace, path, label]);
}

function tagOf({ digest, sequence }: ServedResource): string {
  return `"${digest}.${sequence}"`;
}

function contentOf(content: string | PromptContent): PromptContent {
  if (typeof content !== "string") return content;
  return withDeclaredVariables({ type: "text", syntax: "template", text: content, variables: [] });
}

/** Throws a `TypeError` for a content that includes another one: what is served includes nothing any more. */
function servedOf({ workspace, path, label }: Address, content: PromptContent, sequence: number): ServedResource {
  if (!isExpandedPrompt(content)) {
    throw new TypeError(`What ${workspace}/${path}@${label} is to serve includes another prompt; give the whole text.`);
  }
  return {
    workspace,
    path,
    label,
    kind: "prompt",
    version: sequence,
    digest: contentDigest({ kind: "prompt", content }),
    sequence,
    unreviewed: false,
    releasedAt: "2026-01-01T00:00:00.000Z",
    release: null,
    content,
  };
}

function refusal(code: RefusalCode): Response {
  const error = { code, message: `The fake registry answers ${code}.`, requestId: "call_fake" };
  return Response.json({ error }, { status: httpStatusOf(code) });
}
