import { join } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { StartFault } from "../configuration/start-fault.ts";

/**
 * The file of the signing key.
 *
 * @throws a {@link StartFault} where the key stands in the environment, which no command can change
 */
export function keyFileFor({ signingKey, signingKeyFile, data }: Configuration): string {
  if (signingKey === null) return signingKeyFile ?? join(data, "signing-key.json");
  throw new StartFault(
    "The signing key stands in COUNTERSIGN_SIGNING_KEY: put the new one there, restart, and retire the old one with `countersign-server signing-key retire`.",
  );
}
