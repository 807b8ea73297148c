import { readKeySet } from "../signing/key-set-route.ts";
import type { Run } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { withServer } from "./open-server.ts";

/** Prints every key, the newest first: thumbprint, first and last moment, tabs between them. */
export const run: Run = ({ configuration, output }) =>
  withServer<Outcome>(configuration, output, async ({ environment }) => {
    for (const { kid, validFrom, validUntil } of (await readKeySet(environment)).keys) {
      output.data(`${kid}\t${validFrom ?? "prepared"}\t${validUntil ?? (validFrom === null ? "-" : "in use")}`);
    }
    return "done";
  });
