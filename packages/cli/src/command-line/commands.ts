import type { CommandEntry } from "./command.ts";

/** Every command. Modules are loaded when they are needed, so that help and faults come at once. */
export const commands: readonly CommandEntry[] = [
  {
    name: "login",
    positionals: [],
    flags: ["with-key"],
    does: "signs in to a server and keeps the key for this account alone",
    about:
      "The key is read from standard input or a prompt, never from a flag, and kept in a file that nobody else can read.",
    examples: [
      {
        does: "with a key that a file holds",
        line: "countersign login --url https://prompts.example --with-key < key.txt",
      },
    ],
    load: () => import("../session/login-command.ts"),
  },
  {
    name: "logout",
    positionals: [],
    flags: [],
    does: "forgets the key of a server",
    examples: [{ does: "sign out of the server that is meant when none is named", line: "countersign logout" }],
    load: () => import("../session/logout-command.ts"),
  },
  {
    name: "push",
    positionals: ["WORKSPACE/PATH", "[FILE]"],
    flags: ["message", "import-key", "based-on", "syntax"],
    does: "saves a version of a prompt, from a file or standard input",
    about:
      "The prompt and its folders are made where they are missing. Nothing becomes live by it. A .json file holds a whole content; any other is one text.",
    examples: [
      { does: "a text", line: 'countersign push development/support/answer answer.txt --message "Greets by name"' },
      {
        does: "once, however often it runs",
        line: "countersign push development/support/answer answer.txt --import-key build-17",
      },
    ],
    load: () => import("../prompt/push-command.ts"),
  },
  {
    name: "pull",
    positionals: ["WORKSPACE/PATH[@LABEL|#NUMBER]"],
    flags: ["out"],
    does: "brings a prompt here: what a label serves, a version, or the newest",
    about:
      "With a label the includes are resolved, as applications get it. A prompt of one text comes as that text, any other as JSON.",
    examples: [
      { does: "what production serves", line: "countersign pull production/support/answer@production" },
      { does: "version 3, into a file", line: "countersign pull development/support/answer#3 --out answer.txt" },
    ],
    load: () => import("../prompt/pull-command.ts"),
  },
  {
    name: "types",
    positionals: ["[WORKSPACE]"],
    flags: ["out"],
    does: "writes a declaration file by which wrong names, labels and variables of prompts do not compile",
    about:
      "It holds what the key is served, and is the same text for the same prompts, so that it can be kept in git and compared in CI.",
    examples: [
      { does: "of all workspaces", line: "countersign types --out src/prompts.d.ts" },
      { does: "of one", line: "countersign types production --out src/prompts.d.ts" },
    ],
    load: () => import("../prompt/types-command.ts"),
  },
  {
    name: "diff",
    positionals: ["BEFORE", "AFTER"],
    flags: ["syntax", "exit-code"],
    does: "compares two versions, or a version with a file",
    about: "A file is what begins with . or /, ends in .txt, .md, .prompt or .json, or is - for standard input.",
    examples: [
      { does: "two versions", line: "countersign diff development/support/answer#2 development/support/answer#3" },
      {
        does: "what production serves with a file",
        line: "countersign diff production/support/answer@production answer.txt --exit-code",
      },
    ],
    load: () => import("../prompt/diff-command.ts"),
  },
  {
    name: "request",
    positionals: ["WORKSPACE/PATH[@LABEL|#NUMBER]"],
    flags: ["to", "label", "title", "description"],
    does: "asks that a label serve a version",
    examples: [
      {
        does: "the newest version into production",
        line: 'countersign request development/support/answer --to production --label production --title "Greets by name"',
      },
    ],
    load: () => import("../request/open-command.ts"),
  },
  {
    name: "request list",
    positionals: [],
    flags: ["mine", "awaiting-me", "all"],
    does: "lists requests, the newest first",
    examples: [{ does: "those that one could review", line: "countersign request list --awaiting-me" }],
    load: () => import("../request/list-command.ts"),
  },
  {
    name: "request show",
    positionals: ["NUMBER"],
    flags: [],
    does: "shows what a request would change, what it asks for, and what stands in its way",
    examples: [{ does: "request 12", line: "countersign request show 12" }],
    load: () => import("../request/show-command.ts"),
  },
  {
    name: "request push",
    positionals: ["NUMBER", "WORKSPACE/PATH[@LABEL|#NUMBER]"],
    flags: [],
    does: "lets a request propose another version",
    about: "Reviews of another content do not count any more.",
    examples: [{ does: "the newest version", line: "countersign request push 12 development/support/answer" }],
    load: () => import("../request/push-command.ts"),
  },
  {
    name: "request rebase",
    positionals: ["NUMBER"],
    flags: [],
    does: "compares a stale request with what the label serves now",
    examples: [{ does: "request 12", line: "countersign request rebase 12" }],
    load: () => import("../request/rebase-command.ts"),
  },
  {
    name: "request cancel",
    positionals: ["NUMBER"],
    flags: ["reason"],
    does: "takes one's own request back",
    examples: [{ does: "request 12", line: 'countersign request cancel 12 --reason "Not needed any more"' }],
    load: () => import("../request/cancel-command.ts"),
  },
  {
    name: "review",
    positionals: ["NUMBER"],
    flags: ["approve", "request-changes", "comment", "digest", "body"],
    does: "reviews what a request proposes",
    about:
      "Only people's reviews count. The review is of the digest that one looked at: given with --digest, or shown and asked for where somebody sits there.",
    examples: [
      { does: "look, and say yes or no", line: "countersign review 12 --approve" },
      { does: "from a script", line: "countersign review 12 --approve --digest sha256:6f1c… --no-input" },
    ],
    load: () => import("../request/review-command.ts"),
  },
  {
    name: "publish",
    positionals: ["NUMBER"],
    flags: ["digest", "reason"],
    does: "lets the label serve what is approved",
    about: "Everything is decided again when it is published. The digest is asked for as in `review`.",
    examples: [{ does: "from a script", line: "countersign publish 12 --digest sha256:6f1c… --no-input" }],
    load: () => import("../request/publish-command.ts"),
  },
  {
    name: "rollback",
    positionals: ["WORKSPACE/PATH@LABEL"],
    flags: ["to", "reason"],
    does: "leads a label back to what an earlier release served",
    about: "Without --to it is the newest earlier one to which one may go back.",
    examples: [
      {
        does: "one step back",
        line: 'countersign rollback production/support/answer@production --reason "It answered in German"',
      },
      {
        does: "to release 7",
        line: 'countersign rollback production/support/answer@production --to 7 --reason "As agreed"',
      },
    ],
    load: () => import("../request/rollback-command.ts"),
  },
  {
    name: "explain",
    positionals: ["PERMISSION", "PLACE"],
    flags: ["who"],
    does: "says whether somebody may do something, and why",
    about:
      "A place is / for the organization, WORKSPACE, or WORKSPACE/PATH. The exit code is 4 where the answer is no.",
    examples: [
      { does: "oneself", line: "countersign explain prompt:publish production/support" },
      { does: "somebody else", line: "countersign explain prompt:publish production --who ada@northwind.example" },
    ],
    load: () => import("../access/explain-command.ts"),
  },
  {
    name: "who-can",
    positionals: ["PERMISSION", "PLACE"],
    flags: [],
    does: "lists everybody who may do something, and why",
    examples: [{ does: "who can publish in production", line: "countersign who-can prompt:publish production" }],
    load: () => import("../access/who-can-command.ts"),
  },
  {
    name: "key create",
    positionals: ["NAME"],
    flags: ["service-account", "permission", "at", "label", "expires"],
    does: "makes an API key and prints its secret, once",
    examples: [
      {
        does: "for an application that fetches what production serves",
        line: "countersign key create checkout --service-account checkout --permission prompt:use --at production --label production",
      },
    ],
    load: () => import("../key/create-command.ts"),
  },
  {
    name: "key list",
    positionals: [],
    flags: ["service-account", "all"],
    does: "lists keys that one may know of",
    examples: [{ does: "also those that ended", line: "countersign key list --all" }],
    load: () => import("../key/list-command.ts"),
  },
  {
    name: "key revoke",
    positionals: ["ID"],
    flags: [],
    does: "ends a key at once",
    examples: [{ does: "by the id that the list shows", line: "countersign key revoke key_01h8" }],
    load: () => import("../key/revoke-command.ts"),
  },
  {
    name: "audit verify",
    positionals: [],
    flags: [],
    does: "has the server recompute the organization's audit chain",
    examples: [{ does: "exit code 3 where it is broken", line: "countersign audit verify" }],
    load: () => import("../audit/verify-command.ts"),
  },
  {
    name: "audit export",
    positionals: [],
    flags: ["out"],
    does: "writes the audit log as it is stored, a row a line",
    examples: [{ does: "into a file that is not there yet", line: "countersign audit export --out audit.jsonl" }],
    load: () => import("../audit/export-command.ts"),
  },
  {
    name: "doctor",
    positionals: [],
    flags: [],
    does: "looks at everything that a command needs, and says what is wrong with it",
    examples: [{ does: "all of it", line: "countersign doctor" }],
    load: () => import("../session/doctor-command.ts"),
  },
  {
    name: "completion",
    positionals: ["SHELL"],
    flags: [],
    does: "writes what bash, zsh or fish needs to complete commands and flags",
    examples: [{ does: "for bash, in this shell", line: "source <(countersign completion bash)" }],
    load: () => import("./completion-command.ts"),
  },
];
