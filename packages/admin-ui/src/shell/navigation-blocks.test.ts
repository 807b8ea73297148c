import { IconHome } from "@tabler/icons-react";
import { expect, test } from "vitest";
import { addresses } from "../interface/addresses.ts";
import type { NavigationEntry } from "./feature.ts";
import { navigationOf } from "./navigation-blocks.ts";

const entry = (section: NavigationEntry["section"], order: number, label: string): NavigationEntry => ({
  section,
  order,
  label,
  icon: IconHome,
  to: addresses.home,
});

test("blocks stand in their order, lines in theirs, whatever the order of the features; empty blocks go", () => {
  const blocks = navigationOf([
    { navigation: [entry("access", 2, "Policies"), entry("work", 2, "Reviews")] },
    {},
    { navigation: [entry("work", 1, "Home"), entry("access", 1, "Roles")] },
  ]);
  expect(blocks.map(({ section, entries }) => [section, entries.map(({ label }) => label)])).toEqual([
    ["work", ["Home", "Reviews"]],
    ["access", ["Roles", "Policies"]],
  ]);
});
