import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { type Address, searchOf } from "./addresses.ts";

export interface RedirectProps {
  readonly to: Address;
  /** Without the `#`. */
  readonly hash?: string;
}

/**
 * Leads to another page, leaving no way back to this one. Draws nothing. Where it leads is settled when it is mounted:
 * it is still drawn while the other page loads, and must not follow itself there.
 */
export function Redirect(props: RedirectProps) {
  const navigate = useNavigate();
  const settled = useRef(props);
  useEffect(() => {
    const { to, hash } = settled.current;
    void navigate({ to: to.path, search: searchOf(to), replace: true, ...(hash === undefined ? {} : { hash }) });
  }, [navigate]);
  return null;
}
