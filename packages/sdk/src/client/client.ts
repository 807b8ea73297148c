import type { Call, CountersignApi } from "@countersign/core";
import { createDownloadExport, type DownloadExport } from "../audit/download-export.ts";
import type { Datasets } from "../dataset/datasets.ts";
import { KeptCopies } from "../prompt/kept-copies.ts";
import { News } from "../prompt/news.ts";
import { type Prompt, promptOf, stalePrompt } from "../prompt/prompt.ts";
import { readPromptOptions } from "../prompt/prompt-options.ts";
import { createPrompts, type Prompts } from "../prompt/prompts.ts";
import { ServedCache } from "../prompt/served-cache.ts";
import { createProvision, type Provision } from "../provision/provision.ts";
import { otherKinds } from "../resource/other-kinds.ts";
import type { Evaluations, Workflows } from "../resource/written-kind.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { createAskServed } from "../transport/ask-served.ts";
import { platformRuntime, type Runtime } from "../transport/runtime.ts";
import { createSend, type Send, type SendSettings } from "../transport/send.ts";
import type { VerifyServed } from "../verify/served-verifier.ts";
import { createApi } from "./api.ts";
import { type ClientOptions, readOptions } from "./client-options.ts";
import { verifiedDelivery, verifierOf } from "./verifying.ts";

/** A Countersign server: everything it can be asked, one noun a member, and what scripts and applications do most. */
export interface CountersignClient extends CountersignApi {
  /** Ends the stream of changes, where `prompts.push` opened one. Everything else goes on as before. */
  readonly close: () => void;
  readonly prompts: Prompts;
  readonly workflows: Workflows;
  readonly datasets: Datasets;
  readonly evaluations: Evaluations;
  readonly provision: Provision;
  /** The whole audit log as it is stored, as a stream. */
  readonly downloadAudit: DownloadExport;
}

/**
 * A client of one server. It holds no connection and needs no closing, but where `prompts.push` says otherwise.
 *
 * Calls reject with a `CountersignError`: `code` says what happened, `message` and `remedy` say it to people. A lost
 * connection and an overloaded server are tried again; a mutation acts once however often it is sent.
 *
 * Throws a `TypeError` for options that cannot work.
 */
export function createClient(options: ClientOptions): CountersignClient {
  const runtime: Runtime = { ...platformRuntime, ...options.runtime };
  const sending = readOptions(options, runtime);
  const settings = readPromptOptions(options.prompts ?? {}, options.key !== undefined);
  const send = traced(createSend(sending), options.tracing);
  const news = new News();
  const verify = verifierOf(options, send, runtime);
  const cache = new ServedCache<Prompt>({
    kind: "prompt",
    ask: createAskServed(send, verify),
    shape: { read: promptOf, stale: stalePrompt },
    settings,
    runtime,
    timeout: sending.timeout,
    kept: keptCopies(options, sending, verify),
    entered: () => news.tell(),
  });
  const closing = new AbortController();
  if (options.prompts?.push === true) {
    // Loaded by those alone who want it: it is no part of what every page of an application carries.
    void import("../prompt/change-watch.ts").then(({ watchChanges }) =>
      watchChanges(cache, sending, news, closing.signal),
    );
  }
  const unverified = createApi(send, runtime.newId);
  const api = { ...unverified, delivery: verifiedDelivery(unverified.delivery, verify) };
  const { setUp, signIn, signOut } = api.session;
  /** Whoever signs in or out is somebody else from then on, and is given nothing of what the one before was. */
  const forgetting =
    <Input, Output>(call: Call<Input, Output>): Call<Input, Output> =>
    (input, options) =>
      call(input, options).finally(() => cache.clear());
  return {
    ...api,
    session: { ...api.session, setUp: forgetting(setUp), signIn: forgetting(signIn), signOut: forgetting(signOut) },
    invitation: { ...api.invitation, accept: forgetting(api.invitation.accept) },
    prompts: createPrompts(api, cache, settings.patience),
    ...otherKinds(api),
    provision: createProvision(api),
    downloadAudit: createDownloadExport(sending),
    close: () => closing.abort(),
  };
}

function traced(send: Send, tracing: Tracing | undefined): Send {
  return tracing === undefined ? send : (question) => tracing(question.name, () => send(question));
}

function keptCopies(
  { key, prompts = {} }: ClientOptions,
  { base, runtime }: SendSettings,
  verify: VerifyServed | null,
): KeptCopies | null {
  const { store, bundle = null } = prompts;
  if (store !== undefined && key === undefined) {
    throw new TypeError('"prompts.store" keeps what a key was given; give a "key", or no store.');
  }
  if (store === undefined && bundle === null) return null;
  return new KeptCopies({
    store: store === undefined || key === undefined ? null : store({ url: base.href, key }),
    bundle,
    verify: async (served, asked) => verify?.(served, { ...asked, kind: "prompt" }),
    now: runtime.now,
  });
}
