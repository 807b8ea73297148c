import type { Address } from "../transport/ask-served.ts";

/**
 * Values by address, looked up name by name: an application's names are texts that the platform has hashed before, while
 * one text made of all three would be made and hashed anew for each look.
 */
export class AddressIndex<Value> {
  readonly #byPath = new Map<string, Map<string, Map<string, Value>>>();

  get({ workspace, path, label }: Address): Value | undefined {
    return this.#byPath.get(path)?.get(label)?.get(workspace);
  }

  set({ workspace, path, label }: Address, value: Value): void {
    const byLabel = this.#byPath.get(path) ?? new Map<string, Map<string, Value>>();
    const byWorkspace = byLabel.get(label) ?? new Map<string, Value>();
    this.#byPath.set(path, byLabel.set(label, byWorkspace.set(workspace, value)));
  }

  delete({ workspace, path, label }: Address): void {
    const byLabel = this.#byPath.get(path);
    const byWorkspace = byLabel?.get(label);
    byWorkspace?.delete(workspace);
    if (byWorkspace?.size === 0) byLabel?.delete(label);
    if (byLabel?.size === 0) this.#byPath.delete(path);
  }
}
