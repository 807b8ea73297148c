import {
  isReleaseFlag,
  isThumbprint,
  type JsonValue,
  type ReleaseFlag,
  readSigningKeySet,
  type SeenRelease,
  type SigningKey,
  type SigningKeySet,
  signingKey,
  type VerificationProblem,
} from "@countersign/core";

/** How a client verifies what it is served. */
export interface VerifyOptions {
  /** `warn` gives the application what was served and says what is wrong with it; `require` gives it nothing then. */
  readonly mode: "warn" | "require";
  /**
   * Whom to trust: the keys themselves, as `/.well-known/jwks.json` publishes them, or their thumbprints, for which the
   * keys are fetched. `first-use` trusts whatever keys the server publishes the first time that this client asks; it has
   * to be asked for, and protects against nobody who is there from the beginning. Default with `warn`: `first-use`.
   */
  readonly keys?: SigningKeySet | readonly string[] | "first-use" | undefined;
  /**
   * The id of the organization whose releases are taken. Without it a server could pass off a release of another
   * organization, so `require` needs it; the client's `organizationId` is taken where there is one.
   */
  readonly organizationId?: string | undefined;
  /** Releases that are refused although they are genuine: `unreviewed`, `signed-later`, `rollback` … Default: none. */
  readonly refuse?: readonly ReleaseFlag[] | undefined;
  /**
   * Keeps the newest release that was seen at each address, so that no older one is taken after a restart. Default: a
   * memory of this client's life.
   */
  readonly seen?: SeenReleases | undefined;
  /** Is told what is wrong. Default: `console.warn`. With `require` the error says it, and this is not called. */
  readonly onWarning?: ((problem: VerificationProblem, address: string) => void) | undefined;
}

/** A place for the newest release of each address, by names that belong to this package. */
export interface SeenReleases {
  readonly get: (name: string) => SeenRelease | undefined | Promise<SeenRelease | undefined>;
  readonly set: (name: string, seen: SeenRelease) => unknown;
}

/** Which keys are trusted. */
export type TrustedKeys =
  | { readonly type: "keys"; readonly keys: readonly SigningKey[] }
  | { readonly type: "thumbprints"; readonly thumbprints: ReadonlySet<string> }
  | { readonly type: "first-use" };

export interface VerifySettings {
  readonly required: boolean;
  readonly trusted: TrustedKeys;
  readonly organizationId: string | null;
  readonly refuse: readonly ReleaseFlag[];
  readonly seen: SeenReleases;
  readonly onWarning: (problem: VerificationProblem, address: string) => void;
}

/** Throws a `TypeError` for options under which nothing, or everything, would be verified. */
export function readVerifyOptions(options: VerifyOptions, clientOrganization: string | undefined): VerifySettings {
  const { mode, keys, refuse = [] } = options;
  const organizationId = options.organizationId ?? clientOrganization ?? null;
  if (mode !== "warn" && mode !== "require") {
    throw new TypeError(`"verify.mode" is "${String(mode)}"; give "warn" or "require".`);
  }
  if (mode === "require" && keys === undefined) {
    throw new TypeError(
      'Verifying with "require" needs "keys": the keys that you trust, or their thumbprints; `countersign-server signing-key list` prints them.',
    );
  }
  if (mode === "require" && organizationId === null) {
    throw new TypeError('Verifying with "require" needs the "organizationId" whose releases you take.');
  }
  const unknown = refuse.find((flag) => !isReleaseFlag(flag));
  if (unknown !== undefined) throw new TypeError(`"verify.refuse" holds "${unknown}", which no release is.`);
  return {
    required: mode === "require",
    trusted: readTrusted(keys ?? "first-use"),
    organizationId,
    refuse,
    seen: options.seen ?? new Map<string, SeenRelease>(),
    onWarning: options.onWarning ?? ((problem, address) => console.warn(`${address}: ${problem.message}`)),
  };
}

function readTrusted(keys: SigningKeySet | readonly string[] | "first-use"): TrustedKeys {
  if (keys === "first-use") return { type: keys };
  if (!isList(keys)) {
    // Written by hand or read from a file, so it may hold anything that JSON can say.
    const text: JsonValue = JSON.parse(JSON.stringify(keys));
    const read = readSigningKeySet(text);
    if (read === null || read.keys.length === 0) {
      throw new TypeError('"verify.keys" is no set of Ed25519 keys; copy it from /.well-known/jwks.json.');
    }
    // Whoever pins a key that has not begun trusts it from the day on which it will.
    return { type: "keys", keys: read.keys.map((key) => (key.validFrom === null ? signingKey(key.x, always) : key)) };
  }
  const wrong = keys.find((one) => !isThumbprint(one));
  if (wrong !== undefined || keys.length === 0) {
    throw new TypeError(
      `"verify.keys" ${wrong === undefined ? "is empty" : `holds "${wrong}", which is no thumbprint`}; a thumbprint has 43 characters.`,
    );
  }
  return { type: "thumbprints", thumbprints: new Set(keys) };
}

/** Unlike `Array.isArray` it narrows read-only arrays. An array has a member `keys` too. */
function isList(keys: SigningKeySet | readonly string[]): keys is readonly string[] {
  return Array.isArray(keys);
}

const always = { validFrom: "1970-01-01T00:00:00.000Z", validUntil: null };
