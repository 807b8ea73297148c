import type { Hono } from "hono";
import type { AppOptions } from "../app.ts";
import { serve } from "./serve.ts";
import { watch } from "./watch-route.ts";

/** The plain routes that applications fetch from, and by which they hear of what changes. */
export function deliveryRoutes(app: Hono, options: AppOptions): void {
  app.post("/v1/watch", (c) => watch(options.environment, options.watching, c.req.raw));
  app.get("/v1/*", async (c, next) => {
    const { method, url, headers } = c.req.raw;
    const { origin, pathname, searchParams: search } = new URL(url);
    const path = pathname.slice(options.basePath.length);
    const target = url.slice(origin.length + options.basePath.length);
    const answer = await serve(options.environment, { method, path, search, target, headers });
    return answer ?? next();
  });
}
