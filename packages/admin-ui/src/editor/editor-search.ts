import { searchFields, text } from "../interface/search-fields.ts";

/** The version that one starts from. Default: the newest. */
export const editorSearch = searchFields({ version: text });
