import type { Denied } from "@countersign/core";

/**
 * Why somebody else may not, in a sentence for those who may ask about his access. To the one who is denied himself the
 * server says what core's `forbidden` says.
 */
export function denialMessage(denied: Denied, name: string): string {
  const permission = denied.missing ?? denied.permission;
  switch (denied.reason) {
    case "suspended":
      return `${name} is suspended and has no access.`;
    case "archived":
      return "What is archived can only be restored; nobody has access to it.";
    case "meaningless-here":
      return `${permission} means nothing at this kind of place.`;
    case "not-yet":
      return `The access that gives ${name} ${permission} here has not begun.`;
    case "expired":
      return `The access that gave ${name} ${permission} here has expired.`;
    case "restricted":
      return `${permission} is restricted here for everybody.`;
    case "requirement":
      return `${denied.permission} works only together with ${permission}, which ${name} does not have here.`;
    case "no-binding":
      return `No role that is bound here or above gives ${name} ${permission}.`;
    default:
      return `This could not be decided, so ${name} is not allowed it.`;
  }
}
