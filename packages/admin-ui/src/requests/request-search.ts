import { oneOf, searchFields, text, wholeNumber } from "../interface/search-fields.ts";

/** Whose requests, how they stand, where they lead, for how many days they have been open at least, and in which order. */
export const reviewsSearch = searchFields({
  show: oneOf(["awaiting-me", "mine", "all"]),
  state: oneOf(["open", "ended"]),
  workspace: text,
  label: text,
  days: wholeNumber(1, 3650),
  sort: oneOf(["oldest"]),
});

/** The request page compares what is served, or what was written. */
export const requestSearch = searchFields({ view: oneOf(["written"]) });
