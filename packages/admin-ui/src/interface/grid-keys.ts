/** A cell of a grid, counted from 0. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Where a key leads in a grid: arrows to the neighbour, Home and End to the ends of the row, with Ctrl to the ends of
 * the grid, Page Up and Page Down ten rows on. `null` for keys that lead nowhere; at an edge the cell stays.
 */
export function nextCell(cell: GridCell, key: string, ctrl: boolean, size: GridSize): GridCell | null {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const at = (row: number, column: number): GridCell => ({
    row: Math.max(0, Math.min(lastRow, row)),
    column: Math.max(0, Math.min(lastColumn, column)),
  });
  switch (key) {
    case "ArrowUp":
      return at(cell.row - 1, cell.column);
    case "ArrowDown":
      return at(cell.row + 1, cell.column);
    case "ArrowLeft":
      return at(cell.row, cell.column - 1);
    case "ArrowRight":
      return at(cell.row, cell.column + 1);
    case "Home":
      return ctrl ? at(0, 0) : at(cell.row, 0);
    case "End":
      return ctrl ? at(lastRow, lastColumn) : at(cell.row, lastColumn);
    case "PageUp":
      return at(cell.row - 10, cell.column);
    case "PageDown":
      return at(cell.row + 10, cell.column);
    default:
      return null;
  }
}
