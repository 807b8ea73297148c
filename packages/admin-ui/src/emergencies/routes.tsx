import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Feature } from "../shell/feature.ts";

export const feature: Feature = {
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "emergencies/$emergencyId",
      component: lazyRouteComponent(() => import("./emergency-page.tsx"), "EmergencyPage"),
    }),
  ],
};
