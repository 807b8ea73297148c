#!/usr/bin/env node
// Everything `npm start` and its siblings need on a machine that has Node 18 or newer and npm: see commands.mjs.
// This file and what it imports statically keep to syntax that older versions of Node read as well, so that those
// get the sentence below and not a syntax error.
import { oldestThatBootstraps, reaches } from "./node-version.mjs";

if (reaches(process.versions.node, oldestThatBootstraps)) {
  import("./commands.mjs").then(({ runCommand }) => runCommand(process.argv.slice(2)));
} else {
  console.error(
    "Countersign needs Node " +
      oldestThatBootstraps +
      " or newer to set itself up, and this is Node " +
      process.versions.node +
      "; install a newer one from https://nodejs.org.",
  );
  process.exitCode = 1;
}
