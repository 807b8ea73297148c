import { flag, searchFields, text } from "../interface/search-fields.ts";

/** Whose keys, and whether those that ended are shown. */
export const keysSearch = searchFields({ principal: text, ended: flag });
