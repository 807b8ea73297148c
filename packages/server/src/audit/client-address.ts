import type { CallFrame } from "../command/actor.ts";

/** The texts of an event with the network address that its call came from: personal data, so erasable as all texts are. */
export function withAddress(
  frame: Pick<CallFrame, "address">,
  texts: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return frame.address === undefined ? texts : { ...texts, clientAddress: frame.address };
}
