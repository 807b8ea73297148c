import { z } from "zod";

/** An id as the server gave it out. Whether it names anything of the organization is decided later. */
export const reference = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "An id has no control characters.");

/** A name that people choose: one line. */
export const name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "A name has no control characters.");

/** A name that stands in addresses. */
export const segment = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "Use lower-case letters, digits, dots, dashes and underscores, at most 63.");

/** Free text of a few lines: a reason, a description. */
export const sentence = text(2_000);

/** Free text of a page: a comment, a review. */
export const prose = text(20_000);

/** ISO-8601 UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });

/** A label: `production`. */
export const label = segment.describe("The name of a label.");

/** The digest of a content. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "A digest is sha256: and 64 hexadecimal digits.");

/** Where a list goes on. */
export const page = {
  cursor: z.string().max(1_000).optional(),
  limit: z.int().min(1).max(200).optional(),
};

/** Rows of a page when nobody says. */
export const defaultPageSize = 50;

/** A text of any lines. PostgreSQL takes no NUL, and no half of a surrogate pair can be written in UTF-8. */
export function text(maximum: number) {
  return z
    .string()
    .max(maximum)
    .regex(/^[^\0\p{Cs}]*$/u, "A text has no NUL and no halves of surrogate pairs.");
}
