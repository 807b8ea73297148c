import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Address, searchOf } from "./addresses.ts";
import styles from "./page-link.module.css";

export interface PageLinkProps {
  readonly to: Address;
  readonly children: ReactNode;
  readonly className?: string;
  /** Looks like the text around it until it is pointed at. */
  readonly quiet?: boolean;
  readonly "aria-label"?: string;
  readonly "data-row-link"?: boolean;
  readonly onClick?: () => void;
}

/** A link to a page of the console. */
export function PageLink({ to, quiet = false, className, children, ...rest }: PageLinkProps) {
  return (
    <Link to={to.path} search={searchOf(to)} className={className ?? styles[quiet ? "quiet" : "link"] ?? ""} {...rest}>
      {children}
    </Link>
  );
}

/** Goes to a page of the console. */
export function useGo(): (to: Address, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return (to, options) => void navigate({ to: to.path, search: searchOf(to), replace: options?.replace ?? false });
}

/** Changes some of the search of the page one is on; `undefined` leaves a part out. Doesn't move the page. */
export function useSetSearch<S extends object>(): (change: Partial<{ [K in keyof S]: S[K] | undefined }>) => void {
  const navigate = useNavigate();
  return (change) =>
    void navigate({ to: ".", search: (old: object) => ({ ...old, ...change }), replace: true, resetScroll: false });
}
