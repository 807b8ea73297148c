import { z } from "zod";
import { anyMember } from "../command/requirement.ts";
import { query, router } from "../rpc/procedure.ts";
import { type SearchSources, search } from "./search-service.ts";

export function createSearchRouter(sources: SearchSources) {
  return router({
    query: query({
      requires: anyMember("It finds only what the caller may see, decided before it is counted."),
      input: z.strictObject({ text: z.string().max(200) }),
      answer: (reading, input) => search(reading, sources, input),
    }),
  });
}
