import { oneOf, searchFields, text } from "../interface/search-fields.ts";

/** The tab of the people page, and what is looked for. */
export const membersSearch = searchFields({ tab: oneOf(["members", "invitations"]), search: text });

/** What is looked for among groups. */
export const groupsSearch = searchFields({ search: text });
