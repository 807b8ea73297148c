import { createServer } from "node:http";

// A server that answers the same bytes to everybody without looking at anything: what node:http can do at most. It is told
// what to answer over its channel, and tells on which port it does.
process.once("message", (message) => {
  const { headers, body } = message as { readonly headers: Record<string, string>; readonly body: string }; // sent by server-suite.ts
  const bytes = Buffer.from(body);
  const server = createServer((_, outgoing) => {
    outgoing.writeHead(200, headers);
    outgoing.end(bytes);
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.(typeof address === "object" && address !== null ? address.port : 0);
  });
});
process.once("disconnect", () => process.exit());
