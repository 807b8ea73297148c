import { IconShieldLock } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { newRoleSearch, rolesSearch } from "./roles-search.ts";

export const feature: Feature = {
  navigation: [
    { section: "access", order: 1, label: "Roles", icon: IconShieldLock, to: () => addresses.roles(), key: "o" },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "roles",
      validateSearch: rolesSearch,
      component: lazyRouteComponent(() => import("./roles-page.tsx"), "RolesPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "roles/new",
      validateSearch: newRoleSearch,
      component: lazyRouteComponent(() => import("./new-role-page.tsx"), "NewRolePage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "roles/$roleId",
      component: lazyRouteComponent(() => import("./role-page.tsx"), "RolePage"),
    }),
  ],
};
