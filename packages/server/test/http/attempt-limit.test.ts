import { expect, it } from "vitest";
import { AttemptLimit } from "../../src/identity/attempt-limit.ts";

const start = () => {
  const clock = { now: 0 };
  const limit = new AttemptLimit(() => clock.now);
  const begins = (account: string | null, address: string | null): boolean => {
    try {
      limit.begin({ account, address }, () => undefined);
      return true;
    } catch {
      return false;
    }
  };
  const many = (count: number, account: string | null, address: string | null): number =>
    Array.from({ length: count }, () => begins(account, address)).filter(Boolean).length;
  return { clock, limit, begins, many };
};

it("an account has a burst, and one more attempt every half minute", () => {
  const { clock, begins, many } = start();
  expect(many(50, "olive@acme.test", null)).toBe(10);
  clock.now = 29_999;
  expect(begins("olive@acme.test", null)).toBe(false);
  clock.now = 30_000;
  expect(many(5, "olive@acme.test", null)).toBe(1);
  clock.now = 24 * 60 * 60 * 1000;
  expect(many(50, "olive@acme.test", null)).toBe(10);
});

it("an address has a burst over all accounts; a whole IPv6 network is one", () => {
  const { many, begins } = start();
  let through = 0;
  for (let account = 0; account < 100; account += 1)
    through += many(1, `a${account}`, `2001:db8::${account.toString(16)}`);
  expect(through).toBe(40);
  expect(begins("other", "2001:db8:0:1::1")).toBe(true);
  expect(many(41, null, "::ffff:203.0.113.1")).toBe(40);
  expect(begins(null, "203.0.113.1")).toBe(false);
});

it("who is refused for one reason does not spend the other", () => {
  const { many } = start();
  expect(many(100, "olive@acme.test", "203.0.113.1")).toBe(10);
  expect(many(100, null, "203.0.113.1")).toBe(30);
});

it("an attempt that was right is forgiven, also when it began beside others", () => {
  const { limit, many } = start();
  const right = limit.begin({ account: "olive@acme.test", address: null }, () => undefined);
  expect(many(20, "olive@acme.test", null)).toBe(9);
  right.forgive();
  expect(many(20, "olive@acme.test", null)).toBe(1);
});

it("says after how long to try again", () => {
  const { limit, many, clock } = start();
  many(10, "olive@acme.test", null);
  clock.now = 10_500;
  let seconds = 0;
  expect(() => limit.begin({ account: "olive@acme.test", address: null }, (wait) => (seconds = wait))).toThrow(
    "too many failed attempts",
  );
  expect(seconds).toBe(20);
});

it("remembers no more than it can hold, those who have attempts left first", () => {
  const { clock, begins, many } = start();
  many(10, "guessed", null);
  for (let account = 0; account < 19_999; account += 1) begins(`a${account}`, null);
  clock.now = 30_000;
  for (let account = 0; account < 5_000; account += 1) begins(`b${account}`, null);
  expect(many(10, "guessed", null)).toBe(1);
});
