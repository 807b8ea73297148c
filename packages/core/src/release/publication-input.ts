import type { NameOf } from "../policy/requirement.ts";
import type { RequestInput } from "./assess-request.ts";

/** All that decides whether a request may be published now. */
export interface PublicationInput extends RequestInput {
  /** The digest computed anew from the content that was frozen into the request. */
  readonly frozenDigest: string;
  /** The users among whom to look for possible approvers; `null` not to say whether a policy can be satisfied at all. */
  readonly people: readonly string[] | null;
  /** Names for messages. */
  readonly nameOf: NameOf;
}
