import type { RequestSummary } from "@countersign/core";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { draft, startStory } from "../fixtures/story.ts";
import type { Api } from "../fixtures/test-server.ts";

const day = 86_400_000;
/** How many days ago each of the requests was opened; the first is the oldest. */
const ages = [9, 5, 5, 2, 0];

onEveryEngine("the list of requests", (engine) => {
  it("leaves out what is younger, begins at either end, and goes on where a page ended", async () => {
    const clock = { back: 10 };
    const now = () => new Date(Date.now() - clock.back * day).toISOString();
    const story = await startStory(engine, { clock: { now, inside: async () => now() } });
    const { engineer, reviewer, viewer } = story;
    const versions = await draft(story, "greeting", ["one", "two", "three", "four", "five", "six"]);
    const open = async (version: string | undefined, title: string, label: "production" | "canary") => {
      await engineer.api.request.open.mutate({
        sourceVersionId: version ?? "",
        targetWorkspaceId: story.production,
        label,
        title,
      });
    };
    for (const [index, back] of ages.entries()) {
      clock.back = back;
      await open(versions[index], `r${index + 1}`, index % 2 === 1 ? "production" : "canary");
    }
    const titles = async (api: Api, input: Parameters<Api["request"]["list"]["query"]>[0] = {}) =>
      (await api.request.list.query(input)).items.map(({ title }) => title);

    expect(await titles(viewer.api)).toEqual(["r5", "r4", "r3", "r2", "r1"]);
    expect(await titles(viewer.api, { order: "newest" })).toEqual(["r5", "r4", "r3", "r2", "r1"]);
    expect(await titles(viewer.api, { order: "oldest" })).toEqual(["r1", "r2", "r3", "r4", "r5"]);
    expect(await titles(viewer.api, { olderThanDays: 1 })).toEqual(["r4", "r3", "r2", "r1"]);
    expect(await titles(viewer.api, { olderThanDays: 3, order: "oldest" })).toEqual(["r1", "r2", "r3"]);
    // The very day counts.
    expect(await titles(viewer.api, { olderThanDays: 9 })).toEqual(["r1"]);
    expect(await titles(viewer.api, { olderThanDays: 10 })).toEqual([]);
    expect(await titles(reviewer.api, { filter: "awaiting-me", olderThanDays: 3 })).toEqual(["r2"]);
    expect(await titles(engineer.api, { filter: "mine", olderThanDays: 5, order: "oldest" })).toEqual([
      "r1",
      "r2",
      "r3",
    ]);
    expect(await titles(story.developmentAdmin.api, { olderThanDays: 1 })).toEqual([]);

    // What is opened between two pages moves nothing: each is shown once, and none is passed over.
    for (const [order, expected] of [
      ["oldest", ["r1", "r2", "r3", "r4", "r5", "opened-between-the-oldest"]],
      ["newest", ["opened-between-the-oldest", "r5", "r4", "r3", "r2", "r1"]],
    ] as const) {
      const seen: RequestSummary[] = [];
      let cursor: string | undefined;
      do {
        const page = await viewer.api.request.list.query({ order, limit: 2, cursor });
        seen.push(...page.items);
        if (cursor === undefined) await open(versions[5], `opened-between-the-${order}`, "canary");
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen.map(({ title }) => title)).toEqual(expected);
    }

    for (const wrong of [{ olderThanDays: 0 }, { olderThanDays: 1.5 }, { olderThanDays: 4_000 }]) {
      expect(await refusalOf(viewer.api.request.list.query(wrong))).toMatchObject({ code: "invalid" });
    }
  });
});
