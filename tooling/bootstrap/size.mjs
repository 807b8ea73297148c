import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { rolldown } from "rolldown";
import { root } from "./repository.mjs";

/** What an application that imports the client carries at most, in bytes, minified and compressed by Brotli. */
const most = 15_000;

/** Bundles the client as an application would, and fails where it has grown too large. */
const bundle = await rolldown({ input: join(root, "packages", "sdk", "dist", "index.js"), platform: "browser" });
const { output } = await bundle.generate({ format: "esm", minify: true });
const [entry] = output;
const size = brotliCompressSync(entry.code).byteLength;
console.log(`@countersign/sdk is ${size} bytes, of ${most} at most.`);
if (size > most) {
  const parts = Object.entries(entry.modules)
    .map(([file, { renderedLength }]) => ({ file: file.slice(root.length + 1), renderedLength }))
    .sort((a, b) => b.renderedLength - a.renderedLength);
  for (const { file, renderedLength } of parts.slice(0, 15))
    console.log(`${String(renderedLength).padStart(7)}  ${file}`);
  console.log("Let what few use be an entry of its own, or be imported when it is used.");
  process.exitCode = 1;
}
