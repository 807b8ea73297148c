import { useEffect, useRef } from "react";
import { useWorkspaces } from "../client/workspaces.tsx";
import { useGo } from "../interface/page-link.tsx";
import { features } from "./features.ts";
import { navigationOf } from "./navigation-blocks.ts";

/** The name of the key that goes with K, as the viewer's keyboard has it. */
export function modifierName(): string {
  return isApple() ? "⌘" : "Ctrl ";
}

/** The shell's keys: Ctrl/⌘-K and `/` search, `?` lists the keys, `g` and a letter go to a page. */
export function useShellKeys(on: { openSearch(): void; openKeys(): void }) {
  const go = useGo();
  const { current } = useWorkspaces();
  const handler = useRef<(event: KeyboardEvent) => void>(() => undefined);
  // Long ago: events count their time from when the page was opened.
  const goingSince = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    handler.current = (event) => {
      if (event.key.toLowerCase() === "k" && (isApple() ? event.metaKey : event.ctrlKey)) {
        event.preventDefault();
        on.openSearch();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return;
      if (event.timeStamp - goingSince.current < 1200) {
        goingSince.current = Number.NEGATIVE_INFINITY;
        const entry = navigationOf(features)
          .flatMap((block) => block.entries)
          .find((candidate) => candidate.key === event.key);
        if (entry !== undefined) {
          event.preventDefault();
          go(entry.to(current?.name ?? ""));
        }
        return;
      }
      if (event.key === "g") goingSince.current = event.timeStamp;
      if (event.key === "?") on.openKeys();
      if (event.key === "/") {
        event.preventDefault();
        on.openSearch();
      }
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handler.current(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, [role='dialog'], [role='menu']") !== null;
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
