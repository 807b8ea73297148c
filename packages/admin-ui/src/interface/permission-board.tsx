import { type Permission, permissionCatalogue } from "@countersign/core";
import { useMemo } from "react";
import { type Board as BoardOfRows, boardRows } from "./board-rows.ts";
import styles from "./permission-board.module.css";
import { type CellStanding, PermissionCell } from "./permission-cell.tsx";
import { RiskMark } from "./risk-mark.tsx";
import { useGridFocus } from "./use-grid-focus.ts";

export interface PermissionBoardProps {
  /** How each permission stands. Keep it stable between renders that change nothing. */
  standingOf(permission: Permission): CellStanding;
  /** What the permissions are of, for screen readers: "permissions of Translator". */
  readonly name: string;
  readonly locked: boolean;
  onToggle(permission: Permission): void;
  /** Default: the whole catalogue. */
  readonly boards?: readonly BoardOfRows[];
}

/** A set of permissions: what is done with resources, action by kind; then with workspaces and the organization. */
export function PermissionBoard({ boards = boardRows, ...rest }: PermissionBoardProps) {
  return (
    <div className={styles["boards"]}>
      {boards.map((board) => (
        <Board key={board.title} board={board} {...rest} />
      ))}
    </div>
  );
}

function Board({
  board,
  standingOf,
  name,
  locked,
  onToggle,
}: Omit<PermissionBoardProps, "boards"> & { readonly board: BoardOfRows }) {
  const { rows, heads } = board;
  const focus = useGridFocus({ rows: rows.length, columns: heads.length }, ({ row, column: at }) => {
    const permission = rows[row]?.permissions[at];
    if (permission !== undefined) onToggle(permission);
  });
  const standings = useMemo(
    () => rows.map((row) => row.permissions.map((permission) => standingOf(permission))),
    [rows, standingOf],
  );
  return (
    <div className={styles["box"]}>
      <table
        ref={focus.grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys move through its cells, so it is a grid
        role="grid"
        className={styles["board"]}
        aria-label={`${board.title} ${name}`}
        {...focus.handlers}
      >
        <thead>
          <tr className={styles["heads"]}>
            <th scope="col">{board.title}</th>
            {heads.map((head) => (
              <th key={head} scope="col" className={styles["head"]}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.word} className={styles["row"]}>
              <th scope="row">
                <span className={styles["name"]}>
                  {row.word} <RiskMark risk={row.risk} />
                </span>
                <span className={styles["meaning"]}>{row.description}</span>
              </th>
              {row.permissions.map((permission, at) => (
                <td key={permission}>
                  <PermissionCell
                    {...(standings[index]?.[at] ?? standingOf(permission))}
                    label={`${permission}: ${permissionCatalogue[permission].description}`}
                    locked={locked}
                    cell={`${index},${at}`}
                    tabIndex={focus.tabIndexOf(index, at)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
