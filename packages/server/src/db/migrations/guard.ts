/**
 * A rule over a row that is about to be written. `violatedWhen` is a condition over `new` and `old` in the SQL that
 * both dialects share, but for the pattern operator, written as `matches(pattern, text)`.
 */
export interface Guard {
  readonly name: string;
  readonly table: string;
  readonly on: "insert" | "update" | "delete";
  readonly violatedWhen: string;
  readonly message: string;
}

/** Neither update nor deletion of the rows of a table. */
export function writtenOnce(table: string): readonly Guard[] {
  return (["update", "delete"] as const).map((on) => ({
    name: `${table}_no_${on}`,
    table,
    on,
    violatedWhen: "1 = 1",
    message: `${table} are written once`,
  }));
}

/** A guard as a SQLite trigger. */
export function sqliteGuard(guard: Guard): string {
  return `create trigger guard_${guard.name} before ${guard.on} on ${guard.table} for each row when ${withGlob(guard.violatedWhen)}
     begin select raise(abort, 'countersign: ${guard.message}'); end`;
}

/** A guard as a PostgreSQL function and trigger. */
export function postgresGuard(guard: Guard): readonly string[] {
  return [
    // A temporary table of the same name would otherwise be looked at first, and anybody may make one.
    `create function guard_${guard.name}() returns trigger language plpgsql set search_path = public, pg_temp as $guard$
     begin
       if ${withLike(guard.violatedWhen)} then
         raise exception 'countersign: ${guard.message}' using errcode = 'integrity_constraint_violation';
       end if;
       return ${guard.on === "delete" ? "old" : "new"};
     end $guard$`,
    `create trigger guard_${guard.name} before ${guard.on} on ${guard.table}
     for each row execute function guard_${guard.name}()`,
  ];
}

/** No truncation of a table that is written once; SQLite knows none. */
export function postgresNoTruncate(table: string): string {
  return `create trigger guard_${table}_no_truncate before truncate on ${table} for each statement execute function guard_truncate()`;
}

/** Takes a guard away, for another of the same name to take its place. */
export function withoutGuard(engine: "sqlite" | "postgres", { name, table }: Pick<Guard, "name" | "table">): string[] {
  return engine === "sqlite"
    ? [`drop trigger guard_${name}`]
    : [`drop trigger guard_${name} on ${table}`, `drop function guard_${name}()`];
}

/** Label patterns hold label characters and `*` alone, which GLOB reads as we mean it. */
function withGlob(condition: string): string {
  return condition.replace(/matches\(([^,]+), ([^)]+)\)/g, "($2 glob $1)");
}

/** For LIKE the underscore of a label is escaped and `*` becomes `%`. */
function withLike(condition: string): string {
  return condition.replace(
    /matches\(([^,]+), ([^)]+)\)/g,
    "($2 like replace(replace($1, '_', '\\_'), '*', '%') escape '\\')",
  );
}
