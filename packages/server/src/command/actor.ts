/** Who makes a call, as `authenticate` found him: a principal of one organization, perhaps narrowed by a key. */
export interface Actor {
  readonly organizationId: string;
  readonly principalId: string;
  readonly type: "user" | "service-account";
  /** The key that authenticated the call; `null` for a session. */
  readonly keyId: string | null;
  /** When that key ends, which never changes; `null` for never and for a session. */
  readonly keyExpiresAt: string | null;
}

/** What a call carries beside its input. */
export interface CallFrame {
  /** Names the call in logs, events and answers. */
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  /** The revision of the organization below which the call is not answered; `null` for any. */
  readonly seenRevision: number | null;
  /** The network address that it came from, where that is known. */
  readonly address?: string;
}
