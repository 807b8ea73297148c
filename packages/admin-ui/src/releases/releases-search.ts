import { searchFields, text } from "../interface/search-fields.ts";

/** The filters of the releases page: a workspace's name and a label. */
export const releasesSearch = searchFields({ workspace: text, label: text });
