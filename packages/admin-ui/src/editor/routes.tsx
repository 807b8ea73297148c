import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Feature } from "../shell/feature.ts";
import { editorSearch } from "./editor-search.ts";

export const feature: Feature = {
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "resources/$resourceId/edit",
      validateSearch: editorSearch,
      component: lazyRouteComponent(() => import("./editor-page.tsx"), "EditorPage"),
    }),
  ],
};
