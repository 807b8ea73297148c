import { rotateKey } from "../signing/key-rotation.ts";
import type { Run } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { withServer } from "./open-server.ts";
import { keyFileFor } from "./signing-key-file.ts";

/** Lets another key sign from now on; a server that runs takes it without stopping. */
export const run: Run = ({ configuration, output }) =>
  withServer<Outcome>(configuration, output, async ({ environment }) => {
    const { retired, started } = await rotateKey(environment, keyFileFor(configuration));
    output.words(`The key ${retired} signs nothing more, and stays published for what it signed. From now on signs:`);
    output.data(started);
    return "done";
  });
