/**
 * The request with its body read whole, or `null` when it has more bytes than the limit. What counts is what arrives,
 * whatever the header `content-length` says; nothing beyond the limit is kept.
 */
export async function boundedBody(request: Request, limit: number): Promise<Request | null> {
  if (request.method === "GET" || request.method === "HEAD" || request.body === null) return request;
  if (Number(request.headers.get("content-length") ?? "0") > limit) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: Buffer.concat(chunks),
    signal: request.signal,
  });
}
