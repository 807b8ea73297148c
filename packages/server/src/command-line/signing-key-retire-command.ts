import { StartFault } from "../configuration/start-fault.ts";
import { retireKey } from "../signing/key-rotation.ts";
import type { Run } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { withServer } from "./open-server.ts";

/** Ends the time of a key by its thumbprint. */
export const run: Run = ({ configuration, positionals: [kid = ""], output }) =>
  withServer<Outcome>(configuration, output, async ({ environment }) => {
    if (!(await retireKey(environment, kid))) {
      throw new StartFault(`No key ${kid} is in use; \`countersign-server signing-key list\` lists those that are.`);
    }
    output.words(`The key ${kid} signs nothing more.`);
    return "done";
  });
