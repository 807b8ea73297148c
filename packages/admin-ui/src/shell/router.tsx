import {
  type AnyRootRoute,
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
} from "@tanstack/react-router";
import { FailedPage } from "../interface/failed-page.tsx";
import { PageShape } from "../interface/skeletons.tsx";
import { features } from "./features.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { createShellRoute } from "./shell-route.tsx";

/** The console's addresses below its base path. */
export function createConsoleRouter(options: {
  readonly basePath: string;
  readonly history: RouterHistory | undefined;
}) {
  const root: AnyRootRoute = createRootRoute();
  const shell = createShellRoute(root);
  const routeTree = root.addChildren([
    shell.addChildren([
      ...features.flatMap((feature) => feature.routes?.(shell) ?? []),
      createRoute({ getParentRoute: () => shell, path: "$", component: NotFoundPage }),
    ]),
    ...features.flatMap((feature) => feature.openRoutes?.(root) ?? []),
  ]);
  return createRouter({
    routeTree,
    basepath: options.basePath,
    ...(options.history === undefined ? {} : { history: options.history }),
    defaultPendingComponent: PageShape,
    defaultErrorComponent: ({ error }) => <FailedPage error={error} />,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: false,
    defaultPreload: "intent",
  });
}
