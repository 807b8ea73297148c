import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useAsk } from "../client/ask.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { useGo } from "../interface/page-link.tsx";
import styles from "./search-dialog.module.css";
import { addressOfHit, hitWords, moveSelection } from "./search-hits.ts";

/** Finds anything that one may see: names, people and text. Arrow keys choose, Enter goes there. */
export function SearchDialog({ opened, onClose }: { readonly opened: boolean; onClose(): void }) {
  return (
    // There at once, and with the focus in its field: whoever types on right after Ctrl-K loses no letter to the page.
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size="lg"
      yOffset="12dvh"
      centered={false}
      transitionProps={{ duration: 0 }}
      returnFocus={false}
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Search">
        <Modal.Body p={0}>{opened ? <Search onClose={onClose} /> : null}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ onClose }: { onClose(): void }) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 120);
  const [selected, setSelected] = useState(0);
  const [enterWaits, setEnterWaits] = useState(false);
  const { all } = useWorkspaces();
  const go = useGo();
  const listId = useId();
  const answer = useAsk(["search", asked], (client, options) => client.search.query({ text: asked }, options), {
    enabled: asked !== "",
    keepPrevious: true,
  });
  const hits = asked === "" ? [] : (answer.data?.hits ?? []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts at its first answer
  useEffect(() => setSelected(0), [asked]);
  const open = (index: number) => {
    const hit = hits[index];
    if (hit === undefined) return;
    onClose();
    go(addressOfHit(hit, all ?? []));
  };
  // What is listed may still answer an earlier text; Enter is for what was typed, and waits for it.
  const upToDate = text.trim() === asked && answer.data !== undefined && !answer.isPlaceholderData;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what opens is what is there at that moment
  useEffect(() => {
    if (!enterWaits || !upToDate) return;
    setEnterWaits(false);
    open(0);
  }, [enterWaits, upToDate]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveSelection(selected, hits.length, event.key);
    if (next !== null) {
      event.preventDefault();
      setSelected(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (upToDate) open(selected);
      else setEnterWaits(text.trim() !== "");
    }
  };
  return (
    <div>
      <TextInput
        data-autofocus
        ref={focusAtOnce}
        variant="unstyled"
        size="md"
        className={styles["field"] ?? ""}
        leftSection={<IconSearch size={17} aria-hidden />}
        placeholder="Prompts, requests, people, text …"
        aria-label="Search"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-activedescendant={hits.length > 0 ? `${listId}-${selected}` : undefined}
        aria-autocomplete="list"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setEnterWaits(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles["results"]}>
        <ErrorNotice error={answer.error} />
        <div id={listId} role="listbox" aria-label="Found" className={styles["found"]}>
          {hits.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above keeps the focus and its keys choose
            // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus and points here
            <div
              key={`${hit.type} ${hit.id}`}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === selected}
              className={styles["hit"]}
              onMouseMove={() => setSelected(index)}
              onClick={() => open(index)}
            >
              <span className={styles["title"]}>{hit.title}</span>
              <span className={styles["detail"]}>{hit.detail}</span>
              <span className={styles["type"]}>{hitWords(hit)}</span>
            </div>
          ))}
        </div>
        <p className={styles["note"]} role="status">
          {noteFor(asked, answer.data === undefined ? null : hits.length, answer.data?.more ?? false)}
        </p>
      </div>
    </div>
  );
}

function focusAtOnce(field: HTMLInputElement | null): void {
  field?.focus();
}

function noteFor(asked: string, count: number | null, more: boolean): string {
  if (asked === "") return "Type to find what you may see. ↑ ↓ choose, Enter goes there.";
  if (count === null) return "Looking …";
  if (count === 0) return `Nothing that you may see matches “${asked}”.`;
  return more ? `The first ${count}; type more to narrow it down.` : `${count} found.`;
}
