import { Button } from "@mantine/core";
import { IconCheck, IconCopy, IconEyeExclamation } from "@tabler/icons-react";
import { useState } from "react";
import styles from "./shown-once.module.css";

export interface ShownOnceProps {
  /** What it is, for example "Invitation link". */
  readonly what: string;
  /** The secret itself: what is shown and copied. */
  readonly secret: string;
}

/** A secret that is shown this one time, with a way to take it along. */
export function ShownOnce({ what, secret }: ShownOnceProps) {
  return (
    <div className={styles["once"]}>
      <p className={styles["warning"]}>
        <IconEyeExclamation size={16} aria-hidden />
        {what} · shown once. Copy it now; nobody can see it again.
      </p>
      <CopyBlock what={what} text={secret} />
    </div>
  );
}

/** A text to copy whole, in a type in which each character can be told from others. */
export function CopyBlock({ what, text }: { readonly what: string; readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className={styles["block"]}>
      <pre>{text}</pre>
      <Button
        variant="default"
        leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        aria-label={copied ? `Copied: ${what}` : `Copy: ${what}`}
        onClick={() => void copy()}
      >
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
