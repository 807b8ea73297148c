import { Modal } from "@mantine/core";
import { features } from "./features.ts";
import { navigationOf } from "./navigation-blocks.ts";
import { modifierName } from "./shell-keys.ts";
import styles from "./shortcuts-sheet.module.css";

/** The keys of the console. */
export function ShortcutsSheet({ opened, onClose }: { readonly opened: boolean; onClose(): void }) {
  const pages = navigationOf(features)
    .flatMap((block) => block.entries)
    .flatMap((entry) => (entry.key === undefined ? [] : [{ keys: ["g", entry.key], does: entry.label }]));
  const general = [
    { keys: [`${modifierName().trim()} K`, "/"], does: "Search" },
    { keys: ["?"], does: "This list" },
    { keys: ["↑", "↓"], does: "Between the rows of a table" },
    { keys: ["Esc"], does: "Close a dialog" },
  ];
  return (
    <Modal opened={opened} onClose={onClose} title="Shortcut keys" size="lg">
      <div className={styles["sheet"]}>
        <KeyList title="Everywhere" lines={general} />
        <KeyList title="Go to" lines={pages} />
      </div>
    </Modal>
  );
}

interface KeyListProps {
  readonly title: string;
  readonly lines: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

function KeyList({ title, lines }: KeyListProps) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className={styles["list"]}>
        {lines.map(({ keys, does }) => (
          <div key={keys.join(" ")}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
