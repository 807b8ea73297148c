import { oneOf, searchFields, text } from "../interface/search-fields.ts";

/** Whose requests, how they stand, and where they lead. */
export const reviewsSearch = searchFields({
  show: oneOf(["awaiting-me", "mine", "all"]),
  state: oneOf(["open", "ended"]),
  workspace: text,
  label: text,
});

/** The request page compares what is served, or what was written. */
export const requestSearch = searchFields({ view: oneOf(["written"]) });
