import styles from "./risk-mark.module.css";

/** How much harm a permission does in the wrong hands: in word and colour; nothing for a low risk. */
export function RiskMark({ risk }: { readonly risk: "low" | "high" | "critical" }) {
  return risk === "low" ? null : (
    <span className={styles["risk"]} data-risk={risk} title={`Risk: ${risk}`}>
      {risk}
    </span>
  );
}
