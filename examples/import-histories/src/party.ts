import { type CountersignClient, createClient } from "@countersign/sdk";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A client of one of the three, by what the environment holds: `COUNTERSIGN_<PART>_KEY`, or `COUNTERSIGN_<PART>_EMAIL`
 * with `COUNTERSIGN_<PART>_PASSWORD`.
 */
export async function signIn(
  url: string,
  part: "engineer" | "reviewer" | "publisher",
  environment: Environment,
): Promise<CountersignClient> {
  const prefix = `COUNTERSIGN_${part.toUpperCase()}`;
  const key = environment[`${prefix}_KEY`];
  if (key !== undefined) return createClient({ url, key });
  const email = environment[`${prefix}_EMAIL`];
  const password = environment[`${prefix}_PASSWORD`];
  if (email === undefined || password === undefined) {
    throw new Error(`Who is the ${part}? Set ${prefix}_KEY, or ${prefix}_EMAIL and ${prefix}_PASSWORD.`);
  }
  const client = createClient({ url, session: "memory" });
  await client.session.signIn({ email, password });
  return client;
}
