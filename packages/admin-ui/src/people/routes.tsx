import { IconRobot, IconUsers, IconUsersGroup } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { addresses } from "../interface/addresses.ts";
import type { Feature } from "../shell/feature.ts";
import { groupsSearch, membersSearch } from "./people-search.ts";

export const feature: Feature = {
  navigation: [
    {
      section: "people",
      order: 1,
      label: "People",
      icon: IconUsers,
      to: () => addresses.members(),
      key: "m",
      needs: "member:view",
    },
    {
      section: "people",
      order: 2,
      label: "Groups",
      icon: IconUsersGroup,
      to: addresses.groups,
      key: "t",
      needs: "member:view",
    },
    {
      section: "people",
      order: 3,
      label: "Service accounts",
      icon: IconRobot,
      to: addresses.serviceAccounts,
      key: "b",
    },
  ],
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "people",
      validateSearch: membersSearch,
      component: lazyRouteComponent(() => import("./people-page.tsx"), "PeoplePage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "people/$memberId",
      component: lazyRouteComponent(() => import("./member-page.tsx"), "MemberPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "groups",
      validateSearch: groupsSearch,
      component: lazyRouteComponent(() => import("./groups-page.tsx"), "GroupsPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "groups/$groupId",
      component: lazyRouteComponent(() => import("./group-page.tsx"), "GroupPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "service-accounts",
      component: lazyRouteComponent(() => import("./service-accounts-page.tsx"), "ServiceAccountsPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "service-accounts/$serviceAccountId",
      component: lazyRouteComponent(() => import("./service-account-page.tsx"), "ServiceAccountPage"),
    }),
  ],
};
