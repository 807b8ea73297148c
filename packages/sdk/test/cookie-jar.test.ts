import { expect, test } from "vitest";
import { createCookieJar } from "../src/transport/cookie-jar.ts";

const start = Date.parse("2026-03-01T12:00:00Z");

function jarOf(url: string, now: () => number = () => start) {
  return createCookieJar(new URL(url), now);
}

test.each([
  { name: "one", lines: ["a=1; Path=/"], expected: "a=1" },
  { name: "two", lines: ["a=1", "b=2"], expected: "a=1; b=2" },
  { name: "a newer value", lines: ["a=1", "a=2"], expected: "a=2" },
  { name: "a value with equals signs", lines: ["a=1==; HttpOnly"], expected: "a=1==" },
  { name: "one that is ended by its age", lines: ["a=1", "a=; Max-Age=0"], expected: null },
  {
    name: "one that is ended by its date",
    lines: ["a=1", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
    expected: null,
  },
  {
    name: "an age that goes before a date",
    lines: ["a=1; Max-Age=5; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
    expected: "a=1",
  },
  { name: "a line without a name", lines: ["=1", "nonsense", ""], expected: null },
])("keeps $name", ({ lines, expected }) => {
  const jar = jarOf("http://server.example/");
  jar.store(lines);
  expect(jar.header()).toBe(expected);
});

test("lets go of what has expired", () => {
  let now = start;
  const jar = jarOf("http://server.example/", () => now);
  jar.store(["a=1; Max-Age=10", "b=2"]);
  now += 10_000;
  expect(jar.header()).toBe("b=2");
});

test.each([
  { url: "https://server.example/", expected: "a=1" },
  { url: "http://localhost:4700/", expected: "a=1" },
  { url: "http://127.0.0.1:4700/", expected: "a=1" },
  { url: "http://[::1]:4700/", expected: "a=1" },
  { url: "http://server.example/", expected: null },
  { url: "http://127.0.0.1.example/", expected: null },
])("a secure cookie on $url", ({ url, expected }) => {
  const jar = jarOf(url);
  jar.store(["a=1; Secure"]);
  expect(jar.header()).toBe(expected);
});
