import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { ErrorNotice } from "./error-notice.tsx";

export interface ConfirmByNameProps {
  readonly opened: boolean;
  onClose(): void;
  readonly title: string;
  /** What has to be typed. */
  readonly name: string;
  /** What is lost, and for whom. */
  readonly children: ReactNode;
  /** The verb on the button, for example "Delete role". */
  readonly verb: string;
  readonly pending: boolean;
  readonly error: unknown;
  /** A way on from a refusal, below it. */
  readonly wayOn?: ReactNode;
  onConfirm(): void;
}

/** Asks for the name of what is about to be destroyed. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const [typed, setTyped] = useState("");
  const matches = typed === props.name;
  const close = () => {
    setTyped("");
    props.onClose();
  };
  return (
    <Modal opened={props.opened} onClose={close} title={props.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (matches) props.onConfirm();
        }}
      >
        <Stack gap="md">
          <div>{props.children}</div>
          <TextInput
            data-autofocus
            label={
              <>
                Type <Text component="strong">{props.name}</Text> to confirm
              </>
            }
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <ErrorNotice error={props.error} />
          {props.wayOn}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" color="red" disabled={!matches} loading={props.pending}>
              {props.verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
