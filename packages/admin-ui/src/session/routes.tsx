import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useAddressPart } from "../client/address-state.ts";
import { addresses } from "../interface/addresses.ts";
import { Redirect } from "../interface/redirect.tsx";
import type { Feature } from "../shell/feature.ts";
import { signInSearch } from "./sign-in-search.ts";

export const feature: Feature = {
  openRoutes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "sign-in",
      validateSearch: signInSearch,
      component: lazyRouteComponent(() => import("./sign-in-page.tsx"), "SignInPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "set-up",
      component: lazyRouteComponent(() => import("./set-up-page.tsx"), "SetUpPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "invitation",
      component: lazyRouteComponent(() => import("./invitation-page.tsx"), "InvitationPage"),
    }),
    // A link that was written with the token in the path still works; it is taken out of sight at once.
    createRoute({ getParentRoute: () => parent, path: "invitation/$token", component: HideToken }),
  ],
};

function HideToken() {
  return <Redirect to={addresses.invitation()} hash={`/invitation/${useAddressPart("token")}`} />;
}
