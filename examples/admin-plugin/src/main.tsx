import "./larkfield.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Larkfield } from "./larkfield.tsx";
import { readSettings } from "./settings.ts";

const place = document.getElementById("larkfield");
if (place === null) throw new Error('The page has no element with the id "larkfield" to draw the application in.');

createRoot(place).render(
  <StrictMode>
    <Larkfield settings={readSettings(document)} />
  </StrictMode>,
);
