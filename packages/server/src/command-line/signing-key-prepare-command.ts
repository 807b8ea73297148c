import { prepareKey } from "../signing/key-rotation.ts";
import type { Run } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { withServer } from "./open-server.ts";
import { keyFileFor } from "./signing-key-file.ts";

/** Makes and publishes the key that the next rotation takes. */
export const run: Run = ({ configuration, output }) =>
  withServer<Outcome>(configuration, output, async ({ environment }) => {
    const kid = await prepareKey(environment, keyFileFor(configuration));
    output.words(
      "Let applications that pin keys trust this one too, then run `countersign-server signing-key rotate`:",
    );
    output.data(kid);
    return "done";
  });
