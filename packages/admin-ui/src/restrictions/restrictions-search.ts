import { searchFields, text } from "../interface/search-fields.ts";

/** Of which folder of the workspace, and which restriction is looked at. */
export const restrictionsSearch = searchFields({ folder: text, restriction: text });
