import { IconClockPause, IconRoute } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { explorerSearch, staleSearch } from "./access-search.ts";

export const feature: Feature = {
  navigation: [
    { section: "access", order: 4, label: "Access explorer", icon: IconRoute, to: () => addresses.access(), key: "x" },
    {
      section: "access",
      order: 5,
      label: "Stale access",
      icon: IconClockPause,
      to: () => addresses.staleAccess(),
      key: "u",
      needs: "access:view",
    },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "access",
      validateSearch: explorerSearch,
      component: lazyRouteComponent(() => import("./explorer-page.tsx"), "ExplorerPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "stale-access",
      validateSearch: staleSearch,
      component: lazyRouteComponent(() => import("./stale-page.tsx"), "StalePage"),
    }),
  ],
};
