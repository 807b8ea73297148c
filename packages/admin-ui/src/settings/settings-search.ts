import { oneOf, searchFields } from "../interface/search-fields.ts";

export const settingsTabs = ["organization", "workspaces", "profile", "about"] as const;

export type SettingsTab = (typeof settingsTabs)[number];

/** Which part of the settings is shown. */
export const settingsSearch = searchFields({ tab: oneOf(settingsTabs) });
