import { Menu, type MenuItemProps } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./action-item.module.css";

export interface ActionItemProps extends Omit<MenuItemProps, "disabled" | "closeMenuOnClick"> {
  /** Why it can't be done now; `null` when it can. Shown below the item, which stays reachable by keyboard. */
  readonly why: string | null;
  /** It destroys something. Default: false. */
  readonly destructive?: boolean;
  onClick(): void;
  readonly children: ReactNode;
}

/** A menu's item for something that may be refused: disabled, it says why. */
export function ActionItem({ why, destructive = false, onClick, children, ...look }: ActionItemProps) {
  if (why === null) {
    return (
      <Menu.Item {...look} {...(destructive ? { "data-destructive": true } : {})} onClick={onClick}>
        {children}
      </Menu.Item>
    );
  }
  return (
    <Menu.Item {...look} aria-disabled closeMenuOnClick={false}>
      <span className={styles["refused"]}>{children}</span>
      <span className={styles["why"]}>{why}</span>
    </Menu.Item>
  );
}
