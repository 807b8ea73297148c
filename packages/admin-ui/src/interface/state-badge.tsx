import {
  IconAlertTriangle,
  IconArchive,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleDot,
  IconCircleX,
  IconClockHour4,
  IconClockX,
  IconEyeOff,
  IconHistory,
  IconPencil,
  IconRosetteDiscountCheck,
  IconUserCheck,
} from "@tabler/icons-react";
import { type ShownState, stateWords } from "./state.ts";
import styles from "./state-badge.module.css";

const icons: Readonly<Record<ShownState, typeof IconPencil>> = {
  draft: IconPencil,
  "in-review": IconCircleDot,
  "changes-requested": IconArrowBackUp,
  approved: IconCircleCheck,
  stale: IconAlertTriangle,
  rejected: IconCircleX,
  live: IconRosetteDiscountCheck,
  unreviewed: IconEyeOff,
  published: IconRosetteDiscountCheck,
  cancelled: IconBan,
  expired: IconClockX,
  active: IconUserCheck,
  suspended: IconBan,
  superseded: IconHistory,
  withdrawn: IconBan,
  archived: IconArchive,
  "review-owed": IconClockHour4,
  "review-overdue": IconAlertTriangle,
  "reviewed-after": IconCircleCheck,
  faulted: IconCircleX,
};

export interface StateBadgeProps {
  readonly state: ShownState;
  /** Says more than the state's own word, for example "Live · v4". */
  readonly word?: string;
}

/** A state as word, icon and colour together. */
export function StateBadge({ state, word }: StateBadgeProps) {
  const Icon = icons[state];
  return (
    <span className={styles["badge"]} data-state={state}>
      <Icon size={13} stroke={2} aria-hidden />
      {word ?? stateWords[state]}
    </span>
  );
}
