import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";

/** Has the server recompute the organization's audit chain. */
export const run: Run = async ({ client: connect, json, next, output }) => {
  const client = await connect();
  const chain = await client.audit.verify({});
  if (json) {
    output.data(jsonText(chain));
  } else if (chain.broken === null) {
    output.data(`${chain.events}\t${chain.head?.hash ?? "-"}\n`);
    output.words(`The chain of ${chain.events} events is intact.`);
  } else {
    output.words(`The chain is broken at event ${chain.broken.seq}: ${chain.broken.problem}`);
  }
  next("countersign audit export --out audit.jsonl");
  return chain.intact ? "done" : "broken";
};
