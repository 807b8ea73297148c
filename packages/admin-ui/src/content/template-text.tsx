import { splitTemplate } from "@countersign/core";
import styles from "./template-text.module.css";

/** A text of a prompt; in a template, variables and includes stand out. */
export function TemplateText({ text, syntax }: { readonly text: string; readonly syntax: "template" | "plain" }) {
  const pieces = syntax === "template" ? splitTemplate(text) : null;
  if (pieces === null || !pieces.ok) return <pre className={styles["text"]}>{text}</pre>;
  let offset = 0;
  return (
    <pre className={styles["text"]}>
      {pieces.value.map(({ node, source }) => {
        const key = offset;
        offset += source.length;
        return node.type === "text" ? (
          <span key={key}>{source}</span>
        ) : (
          <span key={key} className={styles[node.type]}>
            {source}
          </span>
        );
      })}
    </pre>
  );
}
