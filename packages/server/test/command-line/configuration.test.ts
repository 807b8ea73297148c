import { expect, it } from "vitest";
import { type ConfigurationFlags, readConfiguration } from "../../src/configuration/configuration.ts";

const nothingSaid = {
  port: 4700,
  host: "127.0.0.1",
  data: "/srv/.countersign",
  database: { engine: "sqlite" },
  basePath: "",
  publicUrl: null,
  secret: null,
  signingKey: null,
  signingKeyFile: null,
  checkpoints: null,
  checkpointEvents: 1000,
  checkpointMinutes: 60,
  console: null,
  proxies: 0,
  emergencyReviewDays: 3,
  endsWithStdin: false,
};

const understood: readonly {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly flags?: ConfigurationFlags;
  readonly expected: object;
}[] = [
  { name: "nothing", environment: {}, expected: {} },
  { name: "empty variables", environment: { PORT: "", COUNTERSIGN_DATA: "", COUNTERSIGN_SECRET: "" }, expected: {} },
  { name: "a port", environment: { PORT: "8080" }, expected: { port: 8080 } },
  {
    name: "flags before the environment",
    environment: { PORT: "8080", COUNTERSIGN_HOST: "::1", COUNTERSIGN_DATA: "there", COUNTERSIGN_BASE_PATH: "/there" },
    flags: { port: "0", host: "localhost", data: "here", basePath: "here" },
    expected: { port: 0, host: "localhost", data: "/srv/here", basePath: "/here" },
  },
  { name: "a path with slashes", environment: { COUNTERSIGN_BASE_PATH: "//a/b.c/" }, expected: { basePath: "/a/b.c" } },
  { name: "the root as a path", environment: { COUNTERSIGN_BASE_PATH: "/" }, expected: {} },
  {
    name: "a public address",
    environment: { COUNTERSIGN_PUBLIC_URL: "https://Prompts.example.com/" },
    expected: { publicUrl: "https://prompts.example.com" },
  },
  {
    name: "PostgreSQL with two roles",
    environment: { DATABASE_URL: "postgres://app@db/x", DATABASE_OWNER_URL: "postgresql://owner@db/x" },
    expected: { database: { engine: "postgres", url: "postgres://app@db/x", ownerUrl: "postgresql://owner@db/x" } },
  },
  { name: "days", environment: { COUNTERSIGN_EMERGENCY_REVIEW_DAYS: "7" }, expected: { emergencyReviewDays: 7 } },
  {
    name: "the launcher's pipe, proxies and a console",
    environment: { COUNTERSIGN_PARENT_PIPE: "1", COUNTERSIGN_PROXIES: "2", COUNTERSIGN_CONSOLE: "site" },
    expected: { endsWithStdin: true, proxies: 2, console: "/srv/site" },
  },
];

it.each(understood)("reads $name", ({ environment, flags, expected }) => {
  expect(readConfiguration(environment, flags ?? {}, "/srv")).toEqual({
    ok: true,
    value: { ...nothingSaid, ...expected },
  });
});

const refused: readonly { readonly environment: Readonly<Record<string, string>>; readonly names: string }[] = [
  { environment: { PORT: "http" }, names: '"http" is no port' },
  { environment: { PORT: "65536" }, names: '"65536" is no port' },
  { environment: { PORT: "-1" }, names: '"-1" is no port' },
  { environment: { COUNTERSIGN_BASE_PATH: "/a/../b" }, names: '"/a/../b" is no base path' },
  { environment: { COUNTERSIGN_BASE_PATH: '/"><script>' }, names: "is no base path" },
  { environment: { COUNTERSIGN_PUBLIC_URL: "prompts.example.com" }, names: "COUNTERSIGN_PUBLIC_URL" },
  { environment: { COUNTERSIGN_PUBLIC_URL: "ftp://x" }, names: "COUNTERSIGN_PUBLIC_URL" },
  { environment: { COUNTERSIGN_PUBLIC_URL: "https://x/registry" }, names: "a path as COUNTERSIGN_BASE_PATH" },
  { environment: { COUNTERSIGN_SECRET: "short" }, names: "COUNTERSIGN_SECRET has 5 characters" },
  { environment: { COUNTERSIGN_PROXIES: "many" }, names: "COUNTERSIGN_PROXIES" },
  { environment: { COUNTERSIGN_EMERGENCY_REVIEW_DAYS: "0" }, names: "COUNTERSIGN_EMERGENCY_REVIEW_DAYS" },
  { environment: { COUNTERSIGN_EMERGENCY_REVIEW_DAYS: "91" }, names: "a number from 1 to 90" },
  { environment: { DATABASE_OWNER_URL: "postgres://x" }, names: "without DATABASE_URL" },
];

it.each(refused)("refuses $environment", ({ environment, names }) => {
  const read = readConfiguration(environment, {}, "/srv");
  expect(read).toEqual({ ok: false, error: [expect.stringContaining(names)] });
});

it("names every fault at once", () => {
  const read = readConfiguration(
    { PORT: "x", COUNTERSIGN_SECRET: "x", COUNTERSIGN_PUBLIC_URL: "x", DATABASE_URL: "mysql://x" },
    { basePath: "a b" },
    "/srv",
  );
  expect(read.ok ? [] : read.error).toHaveLength(5);
});

it("never repeats the password of a database", () => {
  const read = readConfiguration({ DATABASE_URL: "mysql://me:hunter2@db/x" }, {}, "/srv");
  expect(JSON.stringify(read)).not.toContain("hunter2");
});
