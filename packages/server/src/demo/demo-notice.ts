import { type DemoRecord, demoAccounts, livePath } from "./demo-record.ts";

/**
 * What the demo says when it serves: where, as whom one can sign in, and how a program fetches the live prompt.
 *
 * @param url with a slash at its end
 */
export function demoNotice(url: string, record: DemoRecord): string {
  const people = demoAccounts(record);
  const width = (pick: (one: (typeof people)[number]) => string): number =>
    Math.max(...people.map((one) => pick(one).length));
  const emails = width(({ email }) => email);
  const passwords = width(({ password }) => password);
  return [
    `Countersign's demo: ${url}`,
    "",
    "Sign in as one of Northwind Support, by a button on the page or with",
    ...people.map(
      ({ email, password, name, part }) => `  ${email.padEnd(emails)}  ${password.padEnd(passwords)}  ${name}, ${part}`,
    ),
    "",
    "What an application fetches, with its key:",
    `  curl -H 'Authorization: Bearer ${record.key}' '${url}${livePath}'`,
    "",
    "Ctrl-C ends it, the next start goes on where this one ended, and --fresh begins anew.",
  ].join("\n");
}
