import { z } from "zod";
import { anyMember } from "../command/requirement.ts";
import { reference } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { listNotifications, readNotifications } from "./notification-service.ts";

export const notificationRouter = router({
  list: query({
    requires: anyMember("It is about the caller and holds only what he may see."),
    input: z.strictObject({}),
    answer: listNotifications,
  }),
  read: mutation({
    action: "notification.read",
    lock: "shared",
    requires: anyMember("Only notifications of the caller's own are marked."),
    input: z.strictObject({ notificationIds: z.array(reference).min(1).max(100).readonly() }),
    answer: readNotifications,
  }),
});
