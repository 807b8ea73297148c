import { oneOf, searchFields, text } from "../interface/search-fields.ts";

/** The tab, and the two roles that are compared. */
export const rolesSearch = searchFields({ tab: oneOf(["list", "matrix", "compare"]), left: text, right: text });

/** The role that a new one starts as a copy of. */
export const newRoleSearch = searchFields({ from: text });
