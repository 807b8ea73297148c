/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** More characters than this are no event of a Countersign server. */
const LONGEST_EVENT = 1_000_000;

/** The events of a stream, as they come. Throws where what comes is none. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent, void, undefined> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = "";
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      const events = text.split(/\r?\n\r?\n/);
      text = events.pop() ?? "";
      yield* events.map(eventOf);
      if (text.length > LONGEST_EVENT) throw new Error("An event without an end.");
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function eventOf(text: string): ServerEvent {
  let event = "message";
  const data: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  return { event, data: data.join("\n") };
}
