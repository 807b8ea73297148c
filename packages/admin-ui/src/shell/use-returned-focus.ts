import { useEffect } from "react";

/**
 * Gives the focus back to what had it before a dialog, wherever the dialog was taken away together with it: then the
 * browser leaves the focus on nothing, and whoever uses the keyboard would begin at the top again.
 *
 * @param root the element that the console and its dialogs are drawn in
 */
export function useReturnedFocus(root: HTMLElement): void {
  useEffect(() => {
    let before: HTMLElement | null = null;
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target.closest(passing) === null) before = target;
    };
    const observer = new MutationObserver((changes) => {
      if (document.activeElement !== document.body || before?.isConnected !== true) return;
      const gone = changes.flatMap((change) => [...change.removedNodes]);
      if (gone.some((node) => node instanceof Element && holdsDialog(node))) before.focus({ preventScroll: true });
    });
    root.addEventListener("focusin", remember);
    observer.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener("focusin", remember);
      observer.disconnect();
    };
  }, [root]);
}

/** What comes and goes: the focus never returns into it. */
const passing = '[role="dialog"], [role="menu"], [role="listbox"]';

function holdsDialog(element: Element): boolean {
  return element.matches('[role="dialog"]') || element.querySelector('[role="dialog"]') !== null;
}
