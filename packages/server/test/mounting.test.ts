import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createCountersignServer, keyInFile } from "../src/index.ts";

// The README of this package shows these lines.
it("is mounted below a path of another host, as one function from request to answer", async () => {
  const data = mkdtempSync(join(tmpdir(), "countersign-mounted-"));
  const secret = "thirty-two random characters or more";
  try {
    const countersign = await createCountersignServer({
      database: { engine: "sqlite", filename: join(data, "countersign.db") },
      secret,
      publicUrl: "https://example.com",
      signingKey: keyInFile(join(data, "signing-key.json"), true),
      basePath: "/registry",
    });
    const answer = await countersign.fetch(new Request("https://example.com/registry/livez"));

    expect(answer.status).toBe(200);
    const elsewhere = await countersign.fetch(new Request("https://example.com/livez"));
    expect(elsewhere.status).toBe(404);
    await countersign.close();
  } finally {
    rmSync(data, { recursive: true });
  }
});
