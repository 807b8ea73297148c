import { signLater } from "../releases/later-signing.ts";
import type { Run } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { withServer } from "./open-server.ts";
import { listOrganizations } from "./organization-list-store.ts";

/** Signs what was released before releases were signed, openly as signed later. */
export const run: Run = ({ configuration, output }) =>
  withServer<Outcome>(configuration, output, async ({ environment }) => {
    const read = environment.db.transaction().setAccessMode("read only");
    for (const { id, name } of await read.execute(listOrganizations)) {
      output.data(`${id}\t${await signLater(environment, id)}\t${name}`);
    }
    output.words("Releases without a signature were signed, and say in their statements that this was done later.");
    return "done";
  });
