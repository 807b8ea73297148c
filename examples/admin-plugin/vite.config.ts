import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where Countersign runs; `npm start` of the repository serves the demo here. */
const countersign = process.env["COUNTERSIGN_URL"] ?? "http://127.0.0.1:4700";

export default defineConfig({
  plugins: [react()],
  // Whoever serves the page puts a nonce of its own into each answer, and names it in the page's policy.
  html: { cspNonce: "LARKFIELD_NONCE" },
  server: {
    proxy: { "/countersign": { target: countersign, rewrite: (path) => path.replace(/^\/countersign/, "") } },
  },
});
