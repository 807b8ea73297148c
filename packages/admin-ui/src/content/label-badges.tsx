import type { LabelRecord } from "@countersign/core";
import { Tooltip } from "@mantine/core";
import { IconEyeOff, IconLock, IconTag } from "@tabler/icons-react";
import { absoluteTime } from "../interface/relative-time.ts";
import styles from "./label-badges.module.css";
import { labelSentence, labelStanding } from "./label-standing.ts";

/** What each label serves: the label, the version, and whether it is protected and reviewed. */
export function LabelBadges({ labels }: { readonly labels: readonly LabelRecord[] }) {
  if (labels.length === 0) return <span className={styles["none"]}>nothing live</span>;
  return (
    <span className={styles["labels"]}>
      {labels.map((label) => {
        const standing = labelStanding(label);
        const Icon = standing === "unreviewed" ? IconEyeOff : label.protected ? IconLock : IconTag;
        return (
          <Tooltip
            key={label.name}
            label={`${labelSentence(label)} Since ${absoluteTime(new Date(label.releasedAt))}, by ${label.releasedBy.name}.`}
          >
            <span className={styles["label"]} data-standing={standing}>
              <Icon size={12} stroke={2} aria-hidden />
              {label.name}
              <strong>{label.versionNumber === null ? "–" : `v${label.versionNumber}`}</strong>
            </span>
          </Tooltip>
        );
      })}
    </span>
  );
}
