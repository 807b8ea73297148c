import { IconLock } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { restrictionsSearch } from "./restrictions-search.ts";

export const feature: Feature = {
  navigation: [
    {
      section: "access",
      order: 3,
      label: "Restrictions",
      icon: IconLock,
      to: (workspace) => addresses.restrictions(workspace === "" ? null : workspace),
      also: addresses.restrictions(null),
      key: "r",
      needsSomewhere: ["restriction:manage", "access:view"],
    },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "restrictions",
      validateSearch: restrictionsSearch,
      component: lazyRouteComponent(() => import("./restrictions-page.tsx"), "OrganizationRestrictionsPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "w/$workspace/restrictions",
      validateSearch: restrictionsSearch,
      component: lazyRouteComponent(() => import("./restrictions-page.tsx"), "WorkspaceRestrictionsPage"),
    }),
  ],
};
