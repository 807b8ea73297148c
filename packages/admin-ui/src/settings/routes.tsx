import { IconSettings } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { settingsSearch } from "./settings-search.ts";

export const feature: Feature = {
  navigation: [
    {
      section: "organization",
      order: 2,
      label: "Settings",
      icon: IconSettings,
      to: () => addresses.settings(),
      key: "s",
    },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "settings",
      validateSearch: settingsSearch,
      component: lazyRouteComponent(() => import("./settings-page.tsx"), "SettingsPage"),
    }),
  ],
};
