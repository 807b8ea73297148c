/**
 * Stands around each question to the server, from its first attempt to its answer or its end; not around what comes from
 * memory. `name` is `noun.verb`, or what is fetched.
 */
export type Tracing = <Answer extends { readonly status: number }>(
  name: string,
  ask: () => Promise<Answer>,
) => Promise<Answer>;
