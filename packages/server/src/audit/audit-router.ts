import { z } from "zod";
import { organizationScope } from "../access/scope-locators.ts";
import { requires } from "../command/requirement.ts";
import { instant, page, reference, text } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { exportEvents, listEvents, verifyEvents } from "./audit-service.ts";

export const auditRouter = router({
  list: query({
    requires: requires("audit:view", organizationScope),
    input: z.strictObject({
      ...page,
      actorId: reference.optional(),
      action: text(100).optional(),
      outcome: z.enum(["done", "refused"]).optional(),
      targetId: reference.optional(),
      from: instant.optional(),
      to: instant.optional(),
    }),
    answer: listEvents,
  }),
  export: mutation({
    action: "audit.export",
    requires: requires("audit:export", organizationScope),
    lock: "shared",
    input: z.strictObject({
      afterSeq: z.int().min(0).optional(),
      // Every page adds an event, so a page of one would never come to the end.
      limit: z.int().min(2).max(1_000).optional(),
    }),
    answer: exportEvents,
  }),
  verify: query({
    requires: requires("audit:view", organizationScope),
    input: z.strictObject({}),
    answer: verifyEvents,
  }),
});
