import { type AnyRootRoute, createRoute } from "@tanstack/react-router";
import { SessionGate } from "./session-gate.tsx";

/** The parent of every page that needs somebody signed in. */
export function createShellRoute<Root extends AnyRootRoute>(root: Root) {
  return createRoute({ getParentRoute: () => root, id: "shell", component: SessionGate });
}

export type ShellRoute = ReturnType<typeof createShellRoute<AnyRootRoute>>;
