import { Button, type ButtonProps, Tooltip, VisuallyHidden } from "@mantine/core";
import { type ReactNode, useId } from "react";

export interface ActionButtonProps extends Omit<ButtonProps, "disabled" | "loading"> {
  readonly children: ReactNode;
  /** Why it can't be done now; `null` when it can. Shown and read out, and the button stays reachable by keyboard. */
  readonly why?: string | null;
  /** It is being done. */
  readonly pending?: boolean;
  readonly type?: "button" | "submit";
  readonly onClick?: () => void;
}

/** A button for something that may be refused: disabled, it says why. */
export function ActionButton({
  why = null,
  pending = false,
  type = "button",
  onClick,
  children,
  ...look
}: ActionButtonProps) {
  const reasonId = useId();
  if (why === null) {
    return (
      <Button {...look} type={type} loading={pending} {...(onClick === undefined ? {} : { onClick })}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={why} events={{ hover: true, focus: true, touch: true }}>
      <span>
        <Button
          {...look}
          type="button"
          data-disabled
          aria-disabled="true"
          aria-describedby={reasonId}
          onClick={(event) => event.preventDefault()}
        >
          {children}
        </Button>
        <VisuallyHidden id={reasonId}>{why}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
