import { IconAlertTriangleFilled, IconCheck, IconCornerDownRight } from "@tabler/icons-react";
import { memo } from "react";
import styles from "./permission-cell.module.css";

/** Why a permission is in: it is named itself, it comes by something that is not changed here, or it is not in. */
type Standing = "own" | "included" | "none";

/** How one permission stands. */
export interface CellStanding {
  readonly standing: Standing;
  /** By what it comes, or why it has no effect; shown on hover and read out. `null` where there is nothing to say. */
  readonly note: string | null;
  /** In, but without effect. */
  readonly idle: boolean;
  /** Differs from what is saved. */
  readonly changed: boolean;
}

export interface PermissionCellProps extends CellStanding {
  /** What is turned over, for screen readers: the permission and the role. */
  readonly label: string;
  /** It can't be turned over here. */
  readonly locked: boolean;
  /** `row,column`, for the grid around it, which handles keys and clicks. */
  readonly cell: string;
  readonly tabIndex: number;
}

/** One permission of a set: named by it, come by something else, or not in it. */
export const PermissionCell = memo(function PermissionCell(props: PermissionCellProps) {
  const { standing, idle, note } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an input cannot show the three ways in which a permission stands
    <span
      role="checkbox"
      className={styles["cell"]}
      aria-checked={standing !== "none"}
      aria-readonly={props.locked}
      aria-label={note === null ? props.label : `${props.label}. ${note}`}
      title={note ?? undefined}
      data-standing={standing}
      data-idle={idle}
      data-changed={props.changed}
      data-locked={props.locked}
      data-cell={props.cell}
      tabIndex={props.tabIndex}
    >
      {standing === "none" ? null : idle ? (
        <IconAlertTriangleFilled size={13} aria-hidden />
      ) : standing === "own" ? (
        <IconCheck size={14} stroke={2.6} aria-hidden />
      ) : (
        <IconCornerDownRight size={13} stroke={2.2} aria-hidden />
      )}
    </span>
  );
});
