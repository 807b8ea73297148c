import { IconKey } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { keysSearch } from "./keys-search.ts";

export const feature: Feature = {
  navigation: [{ section: "people", order: 4, label: "Keys", icon: IconKey, to: () => addresses.keys(), key: "k" }],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "keys",
      validateSearch: keysSearch,
      component: lazyRouteComponent(() => import("./keys-page.tsx"), "KeysPage"),
    }),
  ],
};
