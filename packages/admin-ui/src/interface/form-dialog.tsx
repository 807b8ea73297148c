import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ActionButton } from "./action-button.tsx";
import { ErrorNotice } from "./error-notice.tsx";

export interface FormDialogProps {
  readonly opened: boolean;
  onClose(): void;
  readonly title: string;
  readonly children: ReactNode;
  /** The verb on the button, for example "Create group". */
  readonly verb: string;
  /** Why it can't be submitted yet; `null` when it can. */
  readonly why?: string | null;
  readonly pending: boolean;
  readonly error: unknown;
  /** A way on from a refusal, below it. */
  readonly wayOn?: ReactNode;
  onSubmit(): void;
  /** The button's colour says that something is taken away. Default: false. */
  readonly destructive?: boolean;
  /** In pixels or a size of the theme. Default: "md". */
  readonly size?: string | number;
}

/** A dialog that asks for a few things and does one. */
export function FormDialog(props: FormDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size={props.size ?? "md"}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if ((props.why ?? null) === null && !props.pending) props.onSubmit();
        }}
      >
        <Stack gap="md">
          {props.children}
          <ErrorNotice error={props.error} />
          {props.wayOn}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <ActionButton
              type="submit"
              why={props.why ?? null}
              pending={props.pending}
              {...(props.destructive === true ? { color: "red" } : {})}
            >
              {props.verb}
            </ActionButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
