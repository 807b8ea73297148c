import type { WorkspaceRecord } from "@countersign/core";
import { useParams } from "@tanstack/react-router";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { useAsk } from "./ask.ts";

export interface Workspaces {
  /** Those in which the signed-in person may see anything; `undefined` while they are being read. */
  readonly all: readonly WorkspaceRecord[] | undefined;
  /** The one that the address names, else the one last worked in, else the first; `null` when there is none. */
  readonly current: WorkspaceRecord | null;
  /** Makes a workspace the one last worked in; takes its name. */
  remember(name: string): void;
}

const WorkspacesContext = createContext<Workspaces | null>(null);
const storageKey = "countersign.workspace";

export function WorkspacesProvider({ children }: { readonly children: ReactNode }) {
  const list = useAsk(["workspace", "list"], (client, options) => client.workspace.list({}, options));
  const parts: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const named = parts["workspace"];
  const [last, setLast] = useState(readLast);
  const remember = useCallback((name: string) => {
    setLast(name);
    writeLast(name);
  }, []);
  useEffect(() => {
    if (named !== undefined) remember(named);
  }, [named, remember]);
  const all = list.data;
  const value = useMemo(() => {
    const byName = (name: string | null | undefined) => all?.find((workspace) => workspace.name === name);
    return { all, current: byName(named) ?? byName(last) ?? all?.[0] ?? null, remember };
  }, [all, named, last, remember]);
  return <WorkspacesContext.Provider value={value}>{children}</WorkspacesContext.Provider>;
}

export function useWorkspaces(): Workspaces {
  const workspaces = useContext(WorkspacesContext);
  if (workspaces === null) throw new Error("Workspaces are known inside the shell only.");
  return workspaces;
}

function readLast(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function writeLast(name: string) {
  try {
    localStorage.setItem(storageKey, name);
  } catch {
    // Storage can be forbidden; then the choice lasts as long as the page.
  }
}
