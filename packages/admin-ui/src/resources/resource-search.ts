import { flag, oneOf, searchFields, text } from "../interface/search-fields.ts";

/** The list's filters: a folder's id, the beginning of a path, and whether archived ones are listed too. */
export const resourcesSearch = searchFields({ folder: text, prefix: text, archived: flag });

/** The resource page's tab, and what is looked at in it. */
export const resourceSearch = searchFields({
  tab: oneOf(["content", "versions", "releases", "access"]),
  version: text,
  show: oneOf(["written", "served", "preview"]),
  label: text,
  before: text,
  after: text,
  permission: text,
});

export type ResourceSearch = ReturnType<typeof resourceSearch>;
