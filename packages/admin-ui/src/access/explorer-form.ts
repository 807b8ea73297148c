import type { Permission } from "@countersign/core";

/** What the address says of a question; the parts that a question lacks are missing. */
interface ExplorerSearch {
  readonly principal?: string | undefined;
  readonly permission?: Permission | undefined;
  readonly scope?: string | undefined;
}

/** What each form of the explorer takes. */
export interface ExplorerFormProps {
  readonly search: ExplorerSearch;
  onChange(change: ExplorerSearch): void;
}
