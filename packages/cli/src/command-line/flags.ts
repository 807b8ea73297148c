/** Every flag, with the name of its value; `null` for one that is there or not. No flag takes a secret. */
export const flags = {
  // every command
  json: { value: null, does: "answers in JSON on standard output" },
  "no-input": { value: null, does: "asks nothing; what is not given is a fault" },
  url: { value: "URL", does: "the server, instead of COUNTERSIGN_URL and of the one signed in to" },
  organization: { value: "ID", does: "the organization, for a person who belongs to several" },
  help: { value: null, does: "says what the command does, with examples" },
  // sessions
  "with-key": { value: null, does: "signs in with an API key from standard input or a prompt" },
  // prompts
  message: { value: "TEXT", does: "what changed and why, for whoever reads the history" },
  "import-key": { value: "KEY", does: "names the version: the same key on the same prompt is the same version" },
  "based-on": { value: "NUMBER", does: "the version that the content was made from; a newer one is a conflict" },
  syntax: { value: "SYNTAX", does: "template, plain, or auto: a template where the text is one. Default: template" },
  out: { value: "FILE", does: "the file to write, instead of standard output" },
  "exit-code": { value: null, does: "answers 2 where there is a difference" },
  // releases
  to: { value: "PLACE", does: "where to: a workspace, a path in one, or the number of a release" },
  label: { value: "LABEL", does: "a label, such as production; for a key a pattern, more than once" },
  title: { value: "TEXT", does: "what the request is called" },
  description: { value: "TEXT", does: "what the request is for" },
  approve: { value: null, does: "approves" },
  "request-changes": { value: null, does: "asks for changes" },
  comment: { value: null, does: "says something without a verdict" },
  digest: { value: "DIGEST", does: "what was looked at; asked for where somebody sits there" },
  body: { value: "TEXT", does: "what the reviewer has to say" },
  reason: { value: "TEXT", does: "why, for whoever reads it later" },
  all: { value: null, does: "also what has ended" },
  mine: { value: null, does: "only one's own" },
  "awaiting-me": { value: null, does: "only what one could review now" },
  // access
  who: { value: "WHO", does: "a person by address, or a service account by name, instead of oneself" },
  // access as code
  prune: {
    value: "KIND",
    does: "takes away what the manifest owns and does not name any more, of a kind or all; more than once",
  },
  adopt: { value: null, does: "takes over what the manifest names and does not own yet" },
  plan: { value: "FILE", does: "the plan to apply, as `plan --out` has kept it" },
  yes: { value: null, does: "applies without asking" },
  name: { value: "NAME", does: "what the manifest is called" },
  // keys
  "service-account": { value: "NAME", does: "the service account that the key is for, instead of oneself" },
  permission: { value: "PERMISSION", does: "what the key may at most; more than once" },
  at: { value: "PLACE", does: "where the key counts; more than once" },
  expires: { value: "TIME", does: "when the key ends, ISO 8601, or never" },
} as const satisfies Readonly<Record<string, { readonly value: string | null; readonly does: string }>>;

export type FlagName = keyof typeof flags;

/** What every command takes. */
export const commonFlags = ["json", "no-input", "url", "organization", "help"] as const satisfies readonly FlagName[];
