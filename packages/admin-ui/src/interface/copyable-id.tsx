import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import styles from "./copyable-id.module.css";
import { shortId } from "./short-id.ts";

export interface CopyableIdProps {
  /** The whole id, digest or secret: what is copied. */
  readonly id: string;
  /** What is shown. Default: the id, shortened. */
  readonly shown?: string;
  /** What is copied, for screen readers. Default: "id". */
  readonly what?: string;
}

/** An id shown short and copied whole. */
export function CopyableId({ id, shown, what = "id" }: CopyableIdProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(id);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={styles["id"]}
      title={id}
      aria-label={copied ? `Copied the ${what}` : `Copy the ${what} ${shown ?? shortId(id)}`}
      onClick={(event) => {
        event.stopPropagation();
        void copy();
      }}
    >
      <code>{shown ?? shortId(id)}</code>
      <Icon size={12} aria-hidden />
    </button>
  );
}
