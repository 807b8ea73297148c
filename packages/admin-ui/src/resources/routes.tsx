import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { kindIcons } from "./kind-words.ts";
import { resourceSearch, resourcesSearch } from "./resource-search.ts";

export const feature: Feature = {
  navigation: [
    {
      section: "workspace",
      order: 1,
      label: "Prompts",
      icon: kindIcons.prompt,
      to: (name) => addresses.resources(name, "prompt"),
      key: "p",
    },
    {
      section: "workspace",
      order: 2,
      label: "Workflows",
      icon: kindIcons.workflow,
      to: (name) => addresses.resources(name, "workflow"),
      key: "w",
    },
    {
      section: "workspace",
      order: 3,
      label: "Datasets",
      icon: kindIcons.dataset,
      to: (name) => addresses.resources(name, "dataset"),
      key: "d",
    },
    {
      section: "workspace",
      order: 4,
      label: "Evaluations",
      icon: kindIcons.evaluation,
      to: (name) => addresses.resources(name, "evaluation"),
      key: "e",
    },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "w/$workspace/$kind",
      validateSearch: resourcesSearch,
      component: lazyRouteComponent(() => import("./resources-page.tsx"), "ResourcesPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "resources/$resourceId",
      validateSearch: resourceSearch,
      component: lazyRouteComponent(() => import("./resource-page.tsx"), "ResourcePage"),
    }),
  ],
};
