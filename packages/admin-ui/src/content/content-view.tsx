import { type JsonValue, parseContent, parsePromptContent } from "@countersign/core";
import { useMemo } from "react";
import { contentParts } from "./content-parts.ts";
import styles from "./content-view.module.css";
import { DatasetView } from "./dataset-view.tsx";
import type { RowSource } from "./row-source.ts";
import { TemplateText } from "./template-text.tsx";

export interface ContentViewProps {
  readonly content: JsonValue;
  /** Where the rows are read, of a dataset. */
  readonly rows: RowSource;
}

/**
 * What a version says, read as it is written: messages with who speaks, then variables, model and tools; a dataset as a
 * table.
 */
export function ContentView({ content, rows }: ContentViewProps) {
  const dataset = useMemo(() => parseContent("dataset", content), [content]);
  if (dataset.ok && dataset.value.kind === "dataset") {
    return <DatasetView dataset={dataset.value.content} rows={rows} />;
  }
  return <Parts content={content} />;
}

function Parts({ content }: { readonly content: JsonValue }) {
  const prompt = parsePromptContent(content);
  const syntax = prompt.ok ? prompt.value.syntax : "plain";
  const parts = contentParts(content).filter((part) => part.path !== "/syntax" || syntax === "plain");
  return (
    <div className={styles["content"]}>
      {parts.map((part) => (
        <section key={part.path} className={styles["part"]} aria-label={part.title}>
          <h3>{part.title}</h3>
          <TemplateText text={part.text} syntax={isText(part.path) ? syntax : "plain"} />
        </section>
      ))}
    </div>
  );
}

function isText(path: string): boolean {
  return path === "/text" || path.startsWith("/messages/");
}
