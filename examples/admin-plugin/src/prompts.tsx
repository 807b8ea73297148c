import "@countersign/admin-ui/styles.css";

import { CountersignConsole } from "@countersign/admin-ui";
import { createClient } from "@countersign/sdk";
import { useMemo } from "react";
import type { Settings } from "./settings.ts";

/** The console, among the pages of this application. */
export default function Prompts({ settings }: { readonly settings: Settings }) {
  const { consolePath, countersign, nonce } = settings;
  const client = useMemo(() => createClient({ url: countersign, credentials: "same-origin" }), [countersign]);
  return (
    <div className="larkfield-prompts">
      <CountersignConsole client={client} basePath={consolePath} nonce={nonce} />
    </div>
  );
}
