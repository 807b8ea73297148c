import type { CountersignApi } from "@countersign/core";
import { createPrompts, type Prompts } from "../prompt/prompts.ts";
import { createProvision, type Provision } from "../provision/provision.ts";
import { createFetchServed } from "../transport/fetch-served.ts";
import { platformRuntime, type Runtime } from "../transport/runtime.ts";
import { createSend } from "../transport/send.ts";
import { createApi } from "./api.ts";
import { type ClientOptions, readOptions } from "./client-options.ts";

/** A Countersign server: everything it can be asked, one noun a member, and what scripts and applications do most. */
export interface CountersignClient extends CountersignApi {
  readonly prompts: Prompts;
  readonly provision: Provision;
}

/**
 * A client of one server. It holds no connection and needs no closing.
 *
 * Calls reject with a `CountersignError`: `code` says what happened, `message` and `remedy` say it to people. A lost
 * connection and an overloaded server are tried again; a mutation acts once however often it is sent.
 *
 * Throws a `TypeError` for options that cannot work.
 */
export function createClient(options: ClientOptions): CountersignClient {
  const runtime: Runtime = { ...platformRuntime, ...options.runtime };
  const send = createSend(readOptions(options, runtime));
  const api = createApi(send, runtime.newId);
  return { ...api, prompts: createPrompts(api, createFetchServed(send)), provision: createProvision(api) };
}
