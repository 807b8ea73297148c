import { IconHome } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";

export const feature: Feature = {
  navigation: [{ section: "work", order: 1, label: "Home", icon: IconHome, to: addresses.home, key: "h" }],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "/",
      component: lazyRouteComponent(() => import("./home-page.tsx"), "HomePage"),
    }),
  ],
};
