import type { Permission } from "@countersign/core";
import type { Icon } from "@tabler/icons-react";
import type { AnyRoute } from "@tanstack/react-router";
import type { Address } from "../interface/addresses.ts";
import type { ShellRoute } from "./shell-route.tsx";

/** Which block of the navigation an entry stands in. */
export type NavigationSection = "work" | "workspace" | "people" | "access" | "organization";

/** One line of the left navigation. */
export interface NavigationEntry {
  readonly section: NavigationSection;
  /** Its place within the section; lower stands higher. */
  readonly order: number;
  readonly label: string;
  readonly icon: Icon;
  /** Where it leads; it is told the workspace's name, empty where there is none. */
  readonly to: (workspace: string) => Address;
  /** Another page that the line stands for, where it does not lead itself. */
  readonly also?: Address;
  /** The letter after `g` that leads there. */
  readonly key?: string;
  /** Shown only to those who may do this in the organization. Default: to everybody. */
  readonly needs?: Permission;
  /** Shown only to those who may do one of these somewhere. Default: to everybody. */
  readonly needsSomewhere?: readonly Permission[];
}

/**
 * What a feature's `routes.tsx` exports as `feature`: its lines in the navigation and its pages. The shell finds it by
 * the file's name; deleting the folder deletes the feature.
 */
export interface Feature {
  readonly navigation?: readonly NavigationEntry[];
  /** Pages for whoever is signed in, drawn inside the shell. */
  routes?(parent: ShellRoute): readonly AnyRoute[];
  /** Pages for anybody, drawn alone. */
  openRoutes?(parent: AnyRoute): readonly AnyRoute[];
}
