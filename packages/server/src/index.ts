export type { AppRouter } from "./app-router.ts";
export { type CountersignServer, createCountersignServer, type ServerOptions } from "./compose.ts";
export type { DatabaseTarget } from "./db/open-database.ts";
export { type KeySource, keyInFile } from "./signing/key-source.ts";
