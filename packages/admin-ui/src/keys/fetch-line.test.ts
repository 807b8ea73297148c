import { describe, expect, it } from "vitest";
import { fetchLine, serverAddress } from "./fetch-line.ts";

describe("a line that fetches with a key", () => {
  it("is one command with its words quoted", () => {
    const address = {
      kind: "prompt",
      workspace: "production",
      path: "support/refund reply",
      label: "production",
    } as const;
    expect(fetchLine("https://host/x", "csk_1", address)).toBe(
      "curl -H 'Authorization: Bearer csk_1' 'https://host/x/v1/prompts/production/support/refund%20reply?label=production'",
    );
  });

  it("never lets a name out of its quotes", () => {
    const address = { kind: "prompt", workspace: "a", path: "it's", label: "l" } as const;
    expect(fetchLine("https://host", "csk_1", address)).toContain("/a/it'\\''s?label=l'");
  });

  it.each([
    ["https://host/keys", "/", "https://host"],
    ["https://host:1/x/keys?a=b", "/x/", "https://host:1/x"],
  ])("names the server as the console sees it: %s below %s", (page, base, server) => {
    expect(serverAddress(page, base)).toBe(server);
  });
});
