import { type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject, useRef, useState } from "react";
import { type GridCell, type GridSize, nextCell } from "./grid-keys.ts";

export interface GridFocus {
  readonly grid: RefObject<HTMLTableElement | null>;
  /** 0 for the one cell that Tab reaches, -1 for the others. */
  tabIndexOf(row: number, column: number): 0 | -1;
  /** For the grid's element. */
  readonly handlers: {
    onKeyDown(event: KeyboardEvent<HTMLElement>): void;
    onClick(event: MouseEvent<HTMLElement>): void;
    onFocus(event: FocusEvent<HTMLElement>): void;
  };
}

/**
 * Focus and presses in a grid: Tab reaches one cell, arrows the others; space, Enter and a click press one. Each cell's
 * control carries `data-cell="row,column"`; those with `data-locked="true"` can't be pressed.
 */
export function useGridFocus(size: GridSize, press: (cell: GridCell) => void): GridFocus {
  const grid = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState<GridCell>({ row: 0, column: 0 });
  const tryPress = (control: HTMLElement) => {
    if (control.dataset["locked"] !== "true") press(cellOf(control));
  };
  return {
    grid,
    // The grid may have become smaller since.
    tabIndexOf: (row, column) =>
      row === Math.min(active.row, size.rows - 1) && column === Math.min(active.column, size.columns - 1) ? 0 : -1,
    handlers: {
      onKeyDown: (event) => {
        const control = controlAt(event.target);
        if (control === null || event.altKey || event.metaKey) return;
        if (event.key === " " || event.key === "Enter") {
          event.preventDefault();
          tryPress(control);
          return;
        }
        const next = nextCell(cellOf(control), event.key, event.ctrlKey, size);
        if (next === null) return;
        event.preventDefault();
        setActive(next);
        grid.current?.querySelector<HTMLElement>(`[data-cell="${next.row},${next.column}"]`)?.focus();
      },
      onClick: (event) => {
        const control = controlAt(event.target);
        if (control !== null) tryPress(control);
      },
      onFocus: (event) => {
        const control = controlAt(event.target);
        if (control !== null) setActive(cellOf(control));
      },
    },
  };
}

function controlAt(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-cell]") : null;
}

function cellOf(control: HTMLElement): GridCell {
  const [row = 0, column = 0] = (control.dataset["cell"] ?? "").split(",").map(Number);
  return { row, column };
}
