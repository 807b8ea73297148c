import { type CountersignClient, createClient } from "@countersign/sdk";

/** A person of the demo, with what the sign-in page offers. */
export interface DemoAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The first names of the demo's people. */
export type DemoName = "Olivia" | "Emil" | "Ruth" | "Pablo" | "Vera" | "Anders" | "Una";

/** One of the demo's people. */
export async function demoPerson(url: string, name: DemoName): Promise<DemoAccount> {
  const { demo } = await createClient({ url }).session.status({});
  const person = demo?.people.find((candidate) => candidate.name.startsWith(`${name} `));
  if (person === undefined) throw new Error(`The demo at ${url} has nobody of the name ${name}.`);
  return { name: person.name, email: person.email, password: person.password };
}

/** The SDK, signed in as one of the demo's people: for looking up what a test opens in the browser. */
export async function demoClient(url: string, name: DemoName): Promise<CountersignClient> {
  const client = createClient({ url, session: "memory" });
  const { email, password } = await demoPerson(url, name);
  await client.session.signIn({ email, password });
  return client;
}
