import { createClient, isCountersignError } from "@countersign/sdk";
import { cliVersion } from "../command-line/cli-version.ts";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { type Connection, connectionOf } from "./connect.ts";

interface Finding {
  readonly what: string;
  readonly well: boolean;
  readonly says: string;
}

/** How much later or earlier this machine's clock may be, in milliseconds: more, and times that one writes mean another moment. */
const clockTolerance = 60_000;

/** Looks at everything that a command needs, and says what is wrong with it. */
export const run: Run = async ({ environment, json, next, now, output, text }) => {
  const findings: Finding[] = [];
  const note = (what: string, well: boolean, says: string): void => void findings.push({ what, well, says });
  note("program", true, `countersign ${cliVersion()}, Node ${process.versions.node}`);
  let connection: Connection | null = null;
  try {
    connection = connectionOf({ environment }, text("url"));
    note(
      "sign-in",
      true,
      `${connection.url}, by ${connection.from === "environment" ? "COUNTERSIGN_API_KEY" : "countersign login"}`,
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    note("sign-in", false, `${error.message} ${error.remedy}`);
  }
  if (connection !== null) {
    const { url, key } = connection;
    let clock: number | null = null;
    const client = createClient({
      url,
      key,
      organizationId: text("organization"),
      fetch: async (address, init) => {
        const answer = await fetch(address, init);
        clock = Date.parse(answer.headers.get("date") ?? "");
        return answer;
      },
    });
    await attempt(note, "server", async () => `Countersign ${(await client.session.status({})).version}`);
    await attempt(note, "key", async () => {
      const me = await client.session.me({});
      return `${me.principal.name}, in ${me.organization.name}`;
    });
    if (clock !== null && !Number.isNaN(clock)) {
      const off = now() - clock;
      const well = Math.abs(off) <= clockTolerance;
      note(
        "clock",
        well,
        well ? "as the server's" : `${Math.round(off / 1_000)} s off the server's; set this machine's`,
      );
    }
  }
  const well = findings.every((finding) => finding.well);
  if (json) {
    output.data(jsonText({ well, findings }));
  } else {
    for (const { what, well: good, says } of findings) {
      output.data(`${good ? output.paint("green", "well ") : output.paint("red", "wrong")}  ${what}: ${says}\n`);
    }
  }
  if (well) next("countersign --help");
  return well ? "done" : "failed";
};

async function attempt(
  note: (what: string, well: boolean, says: string) => void,
  what: string,
  ask: () => Promise<string>,
): Promise<void> {
  try {
    note(what, true, await ask());
  } catch (error) {
    if (!isCountersignError(error)) throw error;
    note(what, false, [error.message, error.remedy].filter((part) => part !== undefined).join(" "));
  }
}
