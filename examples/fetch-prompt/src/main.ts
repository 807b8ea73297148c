import { parseArgs } from "node:util";
import { createClient, isCountersignError } from "@countersign/sdk";
import { answerMessages } from "./answer-messages.ts";

// An application is given the address and a key whose service account may use what it fetches, and nothing else.
const { COUNTERSIGN_URL: url, COUNTERSIGN_KEY: key } = process.env;
const { positionals } = parseArgs({ allowPositionals: true });
const [question] = positionals;

if (url === undefined || key === undefined || question === undefined) {
  process.stderr.write("Usage: COUNTERSIGN_URL=… COUNTERSIGN_KEY=… fetch-prompt QUESTION\n");
  process.exitCode = 1;
} else {
  try {
    const messages = await answerMessages(createClient({ url, key }), question);
    // Here an application calls its model.
    process.stdout.write(`${JSON.stringify(messages, null, 2)}\n`);
  } catch (error) {
    if (!isCountersignError(error)) throw error;
    process.stderr.write(`${error.message} ${error.remedy ?? ""}\n`);
    process.exitCode = 1;
  }
}
