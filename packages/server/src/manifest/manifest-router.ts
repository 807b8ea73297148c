import { type ManifestSource, manifestKinds } from "@countersign/core";
import { z } from "zod";
import { organizationScope } from "../access/scope-locators.ts";
import { requires } from "../command/requirement.ts";
import { segment } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { applyAccess } from "./manifest-applying.ts";
import { exportAccess, planAccess } from "./manifest-planning.ts";

/** Its name is looked at here; what else it says core reads, which names every problem with its place. */
const manifest = z.custom<ManifestSource>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "manifest" in value &&
    typeof value.manifest === "string" &&
    value.manifest.length <= 63,
  { error: "A manifest is an object with its name as `manifest`." },
);

const fields = {
  manifest,
  prune: z.array(z.enum(manifestKinds)).max(manifestKinds.length).readonly().optional(),
  adopt: z.boolean().optional(),
};

export const manifestRouter = router({
  plan: query({
    requires: requires("access:view", organizationScope),
    input: z.strictObject(fields),
    answer: planAccess,
  }),
  applyPlan: mutation({
    action: "manifest.apply",
    requires: requires("access:view", organizationScope),
    input: z.strictObject({ ...fields, revision: z.int().min(0), digest: z.string().max(100) }),
    answer: applyAccess,
  }),
  export: query({
    requires: requires("access:view", organizationScope),
    input: z.strictObject({ name: segment }),
    answer: exportAccess,
  }),
});
