import { IconGitPullRequest } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { requestSearch, reviewsSearch } from "./request-search.ts";

export const feature: Feature = {
  navigation: [
    { section: "work", order: 2, label: "Reviews", icon: IconGitPullRequest, to: () => addresses.reviews(), key: "v" },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "reviews",
      validateSearch: reviewsSearch,
      component: lazyRouteComponent(() => import("./reviews-page.tsx"), "ReviewsPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "requests/$requestId",
      validateSearch: requestSearch,
      component: lazyRouteComponent(() => import("./request-page.tsx"), "RequestPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "tree-requests/$requestId",
      component: lazyRouteComponent(() => import("./tree-request-page.tsx"), "TreeRequestPage"),
    }),
  ],
};
