/** The address that clients fetch and that a request, its reviews and its release are about. */
export interface ReleaseTarget {
  readonly workspaceId: string;
  /** Folders and name of the resource inside the workspace: `support/refund-reply`. */
  readonly path: string;
  readonly label: string;
}

/** Whether both are the same address, character by character. */
export function sameTarget(a: ReleaseTarget, b: ReleaseTarget): boolean {
  return a.workspaceId === b.workspaceId && a.path === b.path && a.label === b.label;
}
