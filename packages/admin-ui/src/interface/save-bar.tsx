import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { ActionButton } from "./action-button.tsx";
import styles from "./save-bar.module.css";

export interface SaveBarProps {
  /** What is not saved, in a few words; `null` when everything is. */
  readonly unsaved: string | null;
  /** The verb on the button, for example "Review and save". */
  readonly verb: string;
  readonly why?: string | null;
  readonly pending?: boolean;
  /** Asks before the page is left. Default: true. */
  readonly asks?: boolean;
  onSave(): void;
  onDiscard(): void;
}

/** Stands at the page's foot while something is not saved, and asks before the page is left without it. */
export function SaveBar({ unsaved, verb, why = null, pending = false, asks = true, onSave, onDiscard }: SaveBarProps) {
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved !== null && asks && current.pathname !== next.pathname,
    enableBeforeUnload: () => unsaved !== null && asks,
    withResolver: true,
  });
  return (
    <>
      {unsaved === null ? null : (
        <section className={styles["bar"]} aria-label="Unsaved changes">
          <p role="status">{unsaved}</p>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" onClick={onDiscard}>
              Discard
            </Button>
            <ActionButton why={why} pending={pending} onClick={onSave}>
              {verb}
            </ActionButton>
          </Group>
        </section>
      )}
      <Modal opened={leaving.status === "blocked"} onClose={() => leaving.reset?.()} title="Leave without saving?">
        <Text size="sm">{unsaved} What is not saved is lost when you leave.</Text>
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" data-autofocus onClick={() => leaving.reset?.()}>
            Stay
          </Button>
          <Button color="red" onClick={() => leaving.proceed?.()}>
            Leave
          </Button>
        </Group>
      </Modal>
    </>
  );
}
