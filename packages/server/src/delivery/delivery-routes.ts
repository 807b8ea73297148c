import type { Hono } from "hono";
import type { AppOptions } from "../app.ts";
import { serve } from "./serve.ts";

/** The plain route that applications fetch from. */
export function deliveryRoutes(app: Hono, options: AppOptions): void {
  app.get("/v1/*", async (c, next) => {
    const { method, url, headers } = c.req.raw;
    const { pathname, searchParams } = new URL(url);
    const path = pathname.slice(options.basePath.length);
    const answer = await serve(options.environment, { method, path, search: searchParams, headers });
    return answer ?? next();
  });
}
