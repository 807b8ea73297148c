import { parsePermission } from "@countersign/core";
import { oneOf, searchFields, text, wholeNumber } from "../interface/search-fields.ts";

/** Which question is asked, and about whom, what and where. */
export const explorerSearch = searchFields({
  form: oneOf(["explain", "who", "what"]),
  principal: text,
  permission: (value) => parsePermission(value) ?? undefined,
  scope: text,
});

/** For how many days something is unused. */
export const staleSearch = searchFields({ days: wholeNumber(1, 3650) });
