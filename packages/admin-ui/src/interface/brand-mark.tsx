import styles from "./brand-mark.module.css";

/** Two strokes of a pen, the second across the first. */
export function BrandMark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className={styles["mark"]}>
      <rect width="24" height="24" rx="6.5" fill="currentColor" />
      <path d="M5.2 13.1l3.5 3.6 6.1-8.6" className={styles["first"]} />
      <path d="M10.7 16.2l.6.5L18.8 7" className={styles["second"]} />
    </svg>
  );
}
