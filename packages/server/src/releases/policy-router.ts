import { conditionAreaNames, resourceKinds, weekdays } from "@countersign/core";
import { z } from "zod";
import { scopeArgument } from "../access/scope-locators.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { anyMember, requires } from "../command/requirement.ts";
import { name, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { getPolicy, listPolicies } from "./policy-listing.ts";
import { approveProposal, decideProposal } from "./policy-proposal.ts";
import { createPolicy, deletePolicy, updatePolicy } from "./policy-service.ts";
import { policyTrials } from "./policy-trial.ts";
import { policyArgument, proposalArgument } from "./release-locators.ts";

const count = z.int().min(1).max(100);
const hours = z.int().min(1).max(8_760);
const condition = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("area"), area: z.enum(conditionAreaNames) }),
  z.strictObject({ type: z.literal("size"), unit: z.enum(["lines", "characters"]), over: z.int().min(0) }),
]);
const when = z.array(condition).min(1).max(20).readonly().optional();
const requirement = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("role"), roleId: reference, count, when }),
  z.strictObject({ type: z.literal("group"), groupId: reference, count, when }),
  z.strictObject({
    type: z.literal("people"),
    principalIds: z.array(reference).min(1).max(100).readonly(),
    count,
    when,
  }),
]);
const weekMoment = z.strictObject({ day: z.enum(weekdays), time: z.string().max(5) });
const freeze = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("weekly"),
    name,
    from: weekMoment,
    until: weekMoment,
    utcOffset: z.string().max(6),
  }),
  z.strictObject({
    type: z.literal("dates"),
    name,
    from: z.string().max(16),
    until: z.string().max(16),
    utcOffset: z.string().max(6),
  }),
]);
const terms = z
  .strictObject({
    owners: z
      .array(z.strictObject({ pattern: z.string().min(1).max(512), requirement }))
      .max(100)
      .readonly()
      .optional(),
    checks: z
      .array(
        z.strictObject({ name: z.string().max(100), serviceAccountId: reference, validHours: hours.nullable(), when }),
      )
      .max(20)
      .readonly()
      .optional(),
    reviewDays: z.int().min(1).max(3_650).nullable().optional(),
    waiting: z
      .strictObject({ hours, since: z.enum(["opened", "approved"]) })
      .nullable()
      .optional(),
    freezes: z.array(freeze).max(20).readonly().optional(),
  })
  .optional();
const mode = z.enum(["enforce", "evaluate"]).optional();
const labelPattern = z.string().min(1).max(63);
const kinds = z.array(z.enum(resourceKinds)).min(1).readonly().nullable().optional();
const requirements = z.array(requirement).min(1).max(20).readonly();

export const policyRouter = router({
  list: query({
    requires: anyMember("What production demands is known to everybody who sees something of the place."),
    input: z.strictObject({ scopeId: reference.optional() }),
    answer: listPolicies,
  }),
  get: query({
    // Seeing the policy's place is what it takes; the locator answers "not found" to everybody else.
    requires: anyMember("As `list`; a policy of a place that one does not see is not found."),
    input: z.strictObject({ policyId: reference }),
    answer: async (reading, input) => {
      const located = await policyArgument.locate(reading, input);
      return getPolicy(reading, { policyId: located?.visibleBy === "always" ? input.policyId : "" });
    },
  }),
  trials: query({
    requires: anyMember("As `get`; of releases one reads as far as one sees their resources."),
    input: z.strictObject({ policyId: reference }),
    answer: async (reading, input) => {
      const located = await policyArgument.locate(reading, input);
      if (located?.visibleBy !== "always") refuse(notFound);
      return policyTrials(reading, input.policyId);
    },
  }),
  create: mutation({
    action: "policy.create",
    requires: requires("policy:manage", scopeArgument),
    input: z.strictObject({ scopeId: reference, name, labelPattern, kinds, mode, requirements, terms }),
    answer: createPolicy,
  }),
  update: mutation({
    action: "policy.update",
    requires: requires("policy:manage", policyArgument),
    input: z.strictObject({
      policyId: reference,
      labelPattern: labelPattern.optional(),
      kinds,
      mode,
      requirements: requirements.optional(),
      terms,
      reason: sentence.optional(),
    }),
    answer: updatePolicy,
  }),
  delete: mutation({
    action: "policy.delete",
    requires: requires("policy:manage", policyArgument),
    input: z.strictObject({ policyId: reference, reason: sentence }),
    answer: deletePolicy,
  }),
  approve: mutation({
    action: "policy.approve",
    requires: requires("review", proposalArgument),
    input: z.strictObject({ proposalId: reference, approves: z.boolean() }),
    answer: approveProposal,
  }),
  decide: mutation({
    action: "policy.decide",
    // Beyond that, an owner decides, and another than its proposer: the service asks for it.
    requires: requires("policy:manage", proposalArgument),
    input: z.strictObject({ proposalId: reference, verdict: z.enum(["accept", "reject", "withdraw"]) }),
    answer: decideProposal,
  }),
});
