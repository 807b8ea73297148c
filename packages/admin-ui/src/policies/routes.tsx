import { IconChecklist } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";

export const feature: Feature = {
  navigation: [
    { section: "access", order: 2, label: "Policies", icon: IconChecklist, to: addresses.policies, key: "y" },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "policies",
      component: lazyRouteComponent(() => import("./policies-page.tsx"), "PoliciesPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "policies/new",
      component: lazyRouteComponent(() => import("./new-policy-page.tsx"), "NewPolicyPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "policies/$policyId",
      component: lazyRouteComponent(() => import("./policy-page.tsx"), "PolicyPage"),
    }),
  ],
};
