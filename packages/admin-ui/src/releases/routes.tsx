import { IconRocket } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { releasesSearch } from "./releases-search.ts";

export const feature: Feature = {
  navigation: [
    { section: "work", order: 3, label: "Releases", icon: IconRocket, to: () => addresses.releases(), key: "l" },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "releases",
      validateSearch: releasesSearch,
      component: lazyRouteComponent(() => import("./releases-page.tsx"), "ReleasesPage"),
    }),
  ],
};
