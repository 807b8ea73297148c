import type { FlagName, Run } from "./command.ts";

/** A command as the help shows it, and the module that does it. */
export interface CommandEntry {
  readonly name: string;
  /** What follows the name, such as `EMAIL`. */
  readonly positionals: readonly string[];
  readonly flags: readonly FlagName[];
  readonly does: string;
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** Every command. Modules are loaded when they are needed, so that help and faults come at once. */
export const commands: readonly CommandEntry[] = [
  {
    name: "serve",
    positionals: [],
    flags: ["port", "host", "data", "base-path"],
    does: "migrates the database and serves it, with the console, until told to end",
    load: () => import("./serve-command.ts"),
  },
  {
    name: "setup",
    positionals: [],
    flags: ["data"],
    does: "prints a token, once, with which the first owner founds the organization",
    load: () => import("./setup-command.ts"),
  },
  {
    name: "migrate",
    positionals: [],
    flags: ["data"],
    does: "brings the database's schema up to this version and ends",
    load: () => import("./migrate-command.ts"),
  },
  {
    name: "audit verify",
    positionals: ["[FILE]"],
    flags: ["data", "key", "checkpoints"],
    does: "recomputes every audit chain, or an export, and names the first broken row",
    load: () => import("./audit-verify-command.ts"),
  },
  {
    name: "audit retain",
    positionals: [],
    flags: ["data", "organization", "before"],
    does: "drops old audit events up to a checkpoint, which stays; leaves an event",
    load: () => import("./audit-retain-command.ts"),
  },
  {
    name: "signing-key list",
    positionals: [],
    flags: ["data"],
    does: "lists the keys that sign releases, with the time in which each signs",
    load: () => import("./signing-key-list-command.ts"),
  },
  {
    name: "signing-key prepare",
    positionals: [],
    flags: ["data"],
    does: "makes and publishes the key that the next rotation takes",
    load: () => import("./signing-key-prepare-command.ts"),
  },
  {
    name: "signing-key rotate",
    positionals: [],
    flags: ["data"],
    does: "lets the prepared key, or a new one, sign from now on; the server need not stop",
    load: () => import("./signing-key-rotate-command.ts"),
  },
  {
    name: "signing-key retire",
    positionals: ["KEY"],
    flags: ["data"],
    does: "ends the time of a key that stands in the environment or was lost",
    load: () => import("./signing-key-retire-command.ts"),
  },
  {
    name: "releases sign",
    positionals: [],
    flags: ["data"],
    does: "signs what was released before releases were signed, openly as signed later",
    load: () => import("./releases-sign-command.ts"),
  },
  {
    name: "recover-owner",
    positionals: ["EMAIL"],
    flags: ["data", "organization"],
    does: "gives an organization an owner back; leaves an audit event",
    load: () => import("./recover-owner-command.ts"),
  },
  {
    name: "demo",
    positionals: [],
    flags: ["port", "host", "data", "base-path", "fresh"],
    does: "serves a made-up organization on this machine alone; needs no set-up and keeps what you do",
    load: () => import("./demo-command.ts"),
  },
];
