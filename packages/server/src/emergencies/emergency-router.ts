import { z } from "zod";
import { anyMember, requires } from "../command/requirement.ts";
import { digest, label, prose, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { emergencyArgument, emergencyRequest, emergencyResource } from "./emergency-locators.ts";
import { getEmergency, listEmergencies } from "./emergency-reading.ts";
import { releaseRequestInEmergency, releaseVersionInEmergency } from "./emergency-release.ts";
import { reviewEmergency } from "./emergency-review.ts";

/** Both are asked for: whoever looks afterwards judges by them. */
const cause = {
  reason: sentence.trim().min(1, "Say why it cannot wait for the approvals."),
  incident: z.string().trim().min(1, "Name the incident that it answers.").max(200),
};

export const emergencyRouter = router({
  list: query({
    requires: anyMember("Only emergencies of what one sees are listed, and one's own."),
    input: z.strictObject({ resourceId: reference.optional(), owed: z.boolean().optional() }),
    answer: listEmergencies,
  }),
  get: query({
    requires: requires("view", emergencyArgument, { orOwn: true }),
    input: z.strictObject({ emergencyId: reference }),
    answer: getEmergency,
  }),
  releaseVersion: mutation({
    action: "release.break-glass",
    requires: requires("release:break-glass", emergencyResource),
    input: z.strictObject({
      resourceId: reference,
      label,
      versionId: reference,
      ...cause,
      expectedSequence: z.int().min(0).optional(),
    }),
    answer: releaseVersionInEmergency,
  }),
  releaseRequest: mutation({
    action: "release.break-glass",
    requires: requires("release:break-glass", emergencyRequest),
    input: z.strictObject({ requestId: reference, digest, ...cause }),
    answer: releaseRequestInEmergency,
  }),
  review: mutation({
    action: "release.review-after",
    requires: requires("review", emergencyArgument),
    input: z.strictObject({
      emergencyId: reference,
      verdict: z.enum(["approve", "object"]),
      body: prose.optional(),
    }),
    answer: reviewEmergency,
  }),
});
