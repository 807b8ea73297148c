import { CountersignError } from "@countersign/core";

/** The refusal to say something in a shape that has no place for it. */
export function unmappable(what: string, shape: string, remedy: string): CountersignError {
  return new CountersignError({ code: "invalid", message: `${shape} has no place for ${what}.`, remedy });
}
