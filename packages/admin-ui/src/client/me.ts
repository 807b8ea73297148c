import type { Me } from "@countersign/core";
import { createContext, useContext } from "react";

const MeContext = createContext<Me | null>(null);

/** Set by the shell once somebody is signed in. */
export const MeProvider = MeContext.Provider;

/** Who is signed in. Only for pages inside the shell, where there always is somebody. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error("Nobody is signed in here; this part belongs inside the shell.");
  return me;
}
