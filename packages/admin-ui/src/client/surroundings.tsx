import type { CountersignApi } from "@countersign/core";
import type { CountersignClient } from "@countersign/sdk";
import { createContext, useContext } from "react";

/** What the console asks the server through: every question there is, and the audit log as a stream. */
export type ConsoleClient = CountersignApi & Pick<CountersignClient, "downloadAudit">;

/** What the console is mounted with, the same for all of its pages. */
export interface Surroundings {
  readonly client: ConsoleClient;
  /** The console's root element: menus and dialogs are drawn inside it. */
  readonly root: HTMLElement;
  /** Admits style elements under a strict content security policy; `undefined` where the policy asks for none. */
  readonly nonce: string | undefined;
  /** The document belongs to the console, so pages may set its title. */
  readonly ownsDocument: boolean;
}

const SurroundingsContext = createContext<Surroundings | null>(null);

export const SurroundingsProvider = SurroundingsContext.Provider;

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (surroundings === null) throw new Error("This part of the console stands outside of <CountersignConsole>.");
  return surroundings;
}

export function useClient(): ConsoleClient {
  return useSurroundings().client;
}
