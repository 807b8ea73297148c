import { appRouter } from "../../src/app-router.ts";
import type { DeclaredAccess } from "./access-matrix.ts";

/** What every procedure of the server declares, by name. */
export function declaredAccess(): Readonly<Record<string, DeclaredAccess>> {
  return Object.fromEntries(
    Object.entries(procedures()).map(([name, { _def }]) => {
      const requires = _def.meta?.requires;
      if (requires === undefined) throw new Error(`${name} declares nothing.`);
      return [name, requires.type === "permission" ? requires : { type: requires.type }];
    }),
  );
}

/** Whether a procedure reads or changes. */
export function isQuery(name: string): boolean {
  return procedures()[name]?._def.type === "query";
}

interface Declaring {
  readonly _def: {
    readonly type: string;
    readonly meta?: { readonly requires?: DeclaredAccess };
  };
}

/** The router keeps its procedures by their full names; its type says so only procedure by procedure. */
function procedures(): Readonly<Record<string, Declaring>> {
  const kept: object = appRouter._def.procedures;
  return Object.fromEntries(Object.entries(kept).map(([name, procedure]: [string, Declaring]) => [name, procedure]));
}
