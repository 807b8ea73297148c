import type { ReactNode } from "react";
import { useEffect } from "react";
import { useSurroundings } from "../client/surroundings.tsx";
import { BrandMark } from "../interface/brand-mark.tsx";
import styles from "./front-page.module.css";

export interface FrontPageProps {
  readonly title: string;
  readonly text: ReactNode;
  readonly children: ReactNode;
}

/** A page for whoever is not signed in yet. */
export function FrontPage({ title, text, children }: FrontPageProps) {
  const { ownsDocument } = useSurroundings();
  useEffect(() => {
    if (ownsDocument) document.title = `${title} · Countersign`;
  }, [ownsDocument, title]);
  return (
    <main className={styles["front"]}>
      <div className={styles["column"]}>
        <BrandMark size={40} />
        <h1 className={styles["title"]}>{title}</h1>
        <p className={styles["text"]}>{text}</p>
        {children}
      </div>
    </main>
  );
}
