import { createClient } from "@countersign/sdk";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { CountersignConsole } from "../countersign-console.tsx";
import { readSiteConfig } from "./site-config.ts";

const place = document.getElementById("countersign");
if (place === null) throw new Error('The page has no element with the id "countersign" to draw the console in.');

const { basePath, nonce } = readSiteConfig(document);
const client = createClient({ url: new URL(basePath, location.origin).href });

createRoot(place).render(
  <StrictMode>
    <CountersignConsole client={client} basePath={basePath} ownsDocument {...(nonce === undefined ? {} : { nonce })} />
  </StrictMode>,
);
