import type { Engine } from "../open-database.ts";
import { type Guard, postgresGuard, postgresNoTruncate, sqliteGuard, withoutGuard } from "./guard.ts";

/** One step of the schema after the first, written in the SQL that both dialects share. */
export interface SchemaStep {
  /** Guards that go, or that one of the same name below replaces. */
  readonly replaced?: readonly Pick<Guard, "name" | "table">[];
  readonly statements: readonly string[];
  readonly guards: readonly Guard[];
  /** New tables that PostgreSQL must not truncate. */
  readonly writtenOnce: readonly string[];
}

/** The statements of a step for one engine, in order. */
export function statementsOf(step: SchemaStep, engine: Engine): readonly string[] {
  const replaced = (step.replaced ?? []).flatMap((guard) => withoutGuard(engine, guard));
  return engine === "sqlite"
    ? [...replaced, ...step.statements, ...step.guards.map(sqliteGuard)]
    : [
        ...replaced,
        ...step.statements.map(withByteOrder),
        ...step.guards.flatMap(postgresGuard),
        ...step.writtenOnce.map(postgresNoTruncate),
      ];
}

/** Texts compare byte by byte on both engines: lists, pages and patterns come out alike, wherever a database stands. */
export function withByteOrder(statement: string): string {
  return statement.replace(/^(\s+\w+ text)\b/gm, '$1 collate "C"');
}
