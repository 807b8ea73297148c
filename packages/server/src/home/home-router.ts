import { z } from "zod";
import { anyMember } from "../command/requirement.ts";
import { query, router } from "../rpc/procedure.ts";
import { type HomeSources, readHome } from "./home-service.ts";

export function createHomeRouter(sources: HomeSources) {
  return router({
    get: query({
      requires: anyMember("It is about the caller and holds only what he may see."),
      input: z.strictObject({}),
      answer: (reading) => readHome(reading, sources),
    }),
  });
}
