import type { CountersignApi } from "@countersign/core";
import type { AppRouter } from "@countersign/server";
import type { inferRouterInputs } from "@trpc/server";
import { expectTypeOf } from "vitest";

type Inputs = inferRouterInputs<AppRouter>;

// Every procedure of the server is in the contract, and every call of the contract is answered by the server. That each
// takes and answers what the contract says is what makes the client's own table compile.
expectTypeOf<ProceduresOf<Inputs>>().toEqualTypeOf<ProceduresOf<CountersignApi>>();

// An input of type `unknown` would compile with anything.
expectTypeOf<UntypedOf<Inputs>>().toEqualTypeOf<never>();

/** The names on the wire: `noun.verb`. */
type ProceduresOf<Api> = { [Noun in keyof Api & string]: `${Noun}.${keyof Api[Noun] & string}` }[keyof Api & string];

/** The names of those whose input says nothing. */
type UntypedOf<Api> = {
  [Noun in keyof Api & string]: {
    [Verb in keyof Api[Noun] & string]: unknown extends Api[Noun][Verb] ? `${Noun}.${Verb}` : never;
  }[keyof Api[Noun] & string];
}[keyof Api & string];
