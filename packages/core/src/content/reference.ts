import { err, ok, type Result } from "../result.ts";

/**
 * How one content names a version of another resource: `path@label` for what a label serves, `path#3` for a version by
 * its number. The path is the resource's path inside its workspace. Either is resolved when the content is saved, and
 * never again for that version.
 */
export type ContentReference =
  | { readonly path: string; readonly by: "label"; readonly label: string }
  | { readonly path: string; readonly by: "number"; readonly number: number };

/**
 * Reads a reference. Path segments and labels match `[a-z0-9][a-z0-9._-]{0,62}`, a path has at most 512 characters, a
 * version number is a positive integer without leading zeros. The error is a sentence for people.
 */
export function parseReference(text: string): Result<ContentReference, string> {
  const separator = text.search(/[@#]/);
  if (separator < 0) {
    return err(`"${shown(text)}" names no version: write path@label, or path#number.`);
  }
  const path = text.slice(0, separator);
  const rest = text.slice(separator + 1);
  if (path.length > MAX_PATH_LENGTH || !path.split("/").every((segment) => NAME.test(segment))) {
    return err(`"${shown(path)}" is no path: write names of a-z, 0-9, ".", "_" and "-", separated by "/".`);
  }
  if (text[separator] === "@") {
    if (!NAME.test(rest)) return err(`"${shown(rest)}" is no label: use a-z, 0-9, ".", "_" and "-", at most 63.`);
    return ok({ path, by: "label", label: rest });
  }
  if (!VERSION_NUMBER.test(rest)) return err(`"${shown(rest)}" is no version number: write 1, 2, 3 and so on.`);
  return ok({ path, by: "number", number: Number(rest) });
}

/** The one text of a reference: `parseReference(formatReference(r))` is `r`. */
export function formatReference(reference: ContentReference): string {
  return reference.by === "label" ? `${reference.path}@${reference.label}` : `${reference.path}#${reference.number}`;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const VERSION_NUMBER = /^[1-9][0-9]{0,8}$/;
const MAX_PATH_LENGTH = 512;

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
