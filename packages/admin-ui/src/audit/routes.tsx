import { IconHistory } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { auditSearch } from "./audit-search.ts";

export const feature: Feature = {
  navigation: [
    {
      section: "organization",
      order: 1,
      label: "Audit",
      icon: IconHistory,
      to: () => addresses.audit(),
      key: "a",
      needs: "audit:view",
    },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "audit",
      validateSearch: auditSearch,
      component: lazyRouteComponent(() => import("./audit-page.tsx"), "AuditPage"),
    }),
  ],
};
