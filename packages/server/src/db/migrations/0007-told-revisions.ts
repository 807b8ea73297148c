import type { Engine } from "../open-database.ts";

/**
 * Every commit that raises a revision is told to whoever listens, whatever wrote it. SQLite needs none of it: a process sees
 * by itself that its file was written to.
 */
export function toldRevisions(engine: Engine): readonly string[] {
  if (engine === "sqlite") return [];
  return [
    `create function tell_revision() returns trigger language plpgsql set search_path = public, pg_temp as $tell$
     begin
       perform pg_notify('countersign_revision', new.id);
       return null;
     end $tell$`,
    `create trigger organizations_tell after update of revision on organizations
     for each row when (new.revision is distinct from old.revision) execute function tell_revision()`,
  ];
}
