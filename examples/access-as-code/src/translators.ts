import { defineAccess } from "@countersign/sdk/access";

export default defineAccess({
  manifest: "translators",
  roles: { translator: { permissions: ["prompt:view", "prompt:edit"] } },
});
