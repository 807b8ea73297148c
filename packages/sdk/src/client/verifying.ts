import type { CallOptions, DeliveryApi } from "@countersign/core";
import type { Runtime } from "../transport/runtime.ts";
import type { Send } from "../transport/send.ts";
import type { VerifyServed } from "../verify/served-verifier.ts";
import { readVerifyOptions } from "../verify/verify-options.ts";
import type { ClientOptions } from "./client-options.ts";

/**
 * What verifies every answer that comes over the network; `null` where nothing does. Its module is loaded when the first
 * one comes, so that whoever does not verify does not carry it.
 */
export function verifierOf(options: ClientOptions, send: Send, runtime: Runtime): VerifyServed | null {
  const { verify = "off", organizationId } = options;
  if (verify === "off") return null;
  const settings = readVerifyOptions(verify === "warn" ? { mode: verify } : verify, organizationId);
  let loaded: Promise<VerifyServed> | null = null;
  const load = async (): Promise<VerifyServed> => {
    const [{ createServedVerifier }, { createFetchKeys }] = await Promise.all([
      import("../verify/served-verifier.ts"),
      import("../verify/fetch-keys.ts"),
    ]);
    return createServedVerifier(settings, createFetchKeys(send), runtime.now);
  };
  return async (served, asked) => {
    loaded ??= load();
    await (await loaded)(served, asked);
  };
}

/** The procedure that answers what the plain route does, verified as well. */
export function verifiedDelivery(api: DeliveryApi, verify: VerifyServed | null): DeliveryApi {
  if (verify === null) return api;
  return {
    ...api,
    get: async (address, options?: CallOptions) => {
      const served = await api.get(address, options);
      await verify(served, { ...address, kind: served.kind });
      return served;
    },
  };
}
