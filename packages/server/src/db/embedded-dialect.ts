import SqliteConnection from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
  type TransactionSettings,
} from "kysely";

/** How many prepared statements one connection keeps. A statement costs a few kilobytes. */
const maximumStatements = 400;

/** Where the embedded database lives, and how long another process may hold its write lock. */
export interface EmbeddedOptions {
  /** A file, or `:memory:`. */
  readonly filename: string;
  /** Milliseconds to wait for a lock that another process holds. Default 5,000. */
  readonly busyTimeout?: number;
  /** The bytes of a database to start from instead of a file. */
  readonly image?: Uint8Array;
}

/** SQLite inside this process: one connection, write-ahead log, `synchronous=FULL`, foreign keys on. */
export class EmbeddedDialect extends SqliteDialect {
  readonly #options: EmbeddedOptions;
  #connection: StatementCache | null = null;

  constructor(options: EmbeddedOptions) {
    super({ database: () => Promise.resolve(openConnection(options)) });
    this.#options = options;
  }

  override createDriver(): Driver {
    return new EmbeddedDriver({
      database: async () => {
        this.#connection = openConnection(this.#options);
        return this.#connection;
      },
    });
  }

  /** Differs after everything that this process or another one has written. */
  writes(): number {
    return this.#connection?.writes() ?? 0;
  }
}

class EmbeddedDriver extends SqliteDriver {
  /** A writer takes the write lock at once: two that read first and write then would otherwise deadlock. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    await connection.executeQuery(
      CompiledQuery.raw(settings?.accessMode === "read only" ? "begin" : "begin immediate"),
    );
  }
}

function openConnection(options: EmbeddedOptions): StatementCache {
  const connection =
    options.image === undefined
      ? new SqliteConnection(options.filename)
      : new SqliteConnection(inMemoryImage(options.image));
  connection.pragma(`busy_timeout = ${options.busyTimeout ?? 5000}`);
  if (options.image === undefined) connection.pragma("journal_mode = wal");
  connection.pragma("synchronous = full");
  connection.pragma("foreign_keys = on");
  // A guard that a trigger states must hold for writes made by triggers and `or replace` too.
  connection.pragma("recursive_triggers = on");
  connection.pragma("trusted_schema = off");
  return new StatementCache(connection);
}

/** A copy whose header says that there is no write-ahead log: a database in memory has none. */
function inMemoryImage(image: Uint8Array): Buffer {
  const copy = Buffer.from(image);
  copy[18] = 1;
  copy[19] = 1;
  return copy;
}

/** A connection that prepares each text once; the one used longest ago goes first. */
class StatementCache {
  readonly #connection: SqliteConnection.Database;
  readonly #statements = new Map<string, SqliteStatement & { readonly readonly: boolean }>();
  /** A number in shared memory, which other connections to the same file change when they commit. */
  readonly #version: SqliteConnection.Statement<[], number>;
  #lastVersion = 0;
  #writes = 1;
  /** Whether anything was written since the last commit. */
  #wrote = false;

  constructor(connection: SqliteConnection.Database) {
    this.#connection = connection;
    this.#version = connection.prepare<[], number>("pragma data_version").pluck();
  }

  /** Differs after each write of this connection, from before it begins, and after each commit of any other. */
  writes(): number {
    const version = this.#version.get() ?? 0;
    if (version !== this.#lastVersion) this.#writes += 1;
    this.#lastVersion = version;
    return this.#writes;
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.#prepared(sql);
    // Nothing comes between this and the execution of the statement. What a transaction wrote is there when it commits.
    const commits = sql === "commit" && this.#wrote;
    if (!statement.readonly || commits) this.#writes += 1;
    this.#wrote = (this.#wrote || !statement.readonly) && !commits;
    return statement;
  }

  #prepared(sql: string): SqliteStatement & { readonly readonly: boolean } {
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > maximumStatements) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }
}
