import { useBlocker } from "@tanstack/react-router";
import { type RefObject, useRef } from "react";

/**
 * Asks before what was written is left without being saved.
 *
 * @returns to be set before a save, and taken back where it fails: what is being saved is not lost
 */
export function useUnsaved(changed: boolean): RefObject<boolean> {
  const saved = useRef(false);
  useBlocker({
    shouldBlockFn: () => changed && !saved.current && !window.confirm("Leave without saving? What you wrote is lost."),
    enableBeforeUnload: () => changed && !saved.current,
  });
  return saved;
}
