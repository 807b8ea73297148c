import { describe, expect, it } from "vitest";
import { reviewsSearch } from "./request-search.ts";
import { ageChoices, emptyTitle } from "./reviews-words.ts";

describe("the filters of the reviews", () => {
  it("offer three ages, and the one that the address names", () => {
    expect(ageChoices(undefined).map(({ label }) => label)).toEqual([
      "Any age",
      "Older than 1 day",
      "Older than 3 days",
      "Older than 7 days",
    ]);
    expect(ageChoices(3)).toEqual(ageChoices(undefined));
    expect(ageChoices(5).map(({ value }) => value)).toEqual(["any", "1", "3", "5", "7"]);
    expect(ageChoices(undefined)).toHaveLength(4);
  });

  it("read what they write into the address, and leave out what is no age and no order", () => {
    expect(reviewsSearch({ days: 3, sort: "oldest" })).toEqual({ days: 3, sort: "oldest" });
    expect(reviewsSearch({ days: "7" })).toEqual({ days: 7 });
    expect(reviewsSearch({ days: "0", sort: "newest" })).toEqual({});
    expect(reviewsSearch({ days: "any", sort: null })).toEqual({});
  });

  it("say what is not there: with an age, other requests may wait all the same", () => {
    expect(emptyTitle("awaiting-me", undefined)).toBe("Nothing waits for you");
    expect(emptyTitle("awaiting-me", 1)).toBe("Nothing that is older than 1 day waits for you");
    expect(emptyTitle("mine", 3)).toBe("You have no request that is older than 3 days");
    expect(emptyTitle("all", 7)).toBe("No release request here that is older than 7 days");
  });
});
