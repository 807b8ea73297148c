/** A record of a CSV text: its fields, and the line on which it begins, from 1. A field that was not written is null. */
export interface CsvRecord {
  readonly line: number;
  /** An unquoted empty field is null, a quoted one empty text. */
  readonly fields: readonly (string | null)[];
}

/**
 * Reads CSV as RFC 4180 has it, piece by piece: commas, quotes that are doubled inside quotes, LF or CRLF, line ends in
 * quotes. Empty lines are left out. Holds no more than the record that is under way.
 */
export class CsvReader {
  #field = "";
  #fields: (string | null)[] = [];
  #wasQuoted = false;
  #inQuotes = false;
  /** A quote inside quotes: the end of them, or the first half of a doubled one. */
  #quoteSeen = false;
  #line = 1;
  #recordLine = 1;
  #begun = false;

  /** The records that a piece completes. Throws a `CsvError`. */
  push(piece: string): readonly CsvRecord[] {
    const records: CsvRecord[] = [];
    let text = piece;
    if (!this.#begun && text !== "") {
      this.#begun = true;
      if (text.startsWith("\ufeff")) text = text.slice(1);
    }
    for (const character of text) this.#take(character, records);
    return records;
  }

  /** The last record, where the text does not end with a line's end. Throws a `CsvError` for quotes that are open. */
  end(): readonly CsvRecord[] {
    if (this.#inQuotes && !this.#quoteSeen) {
      throw new CsvError(this.#recordLine, "quotes are opened and never closed");
    }
    const records: CsvRecord[] = [];
    this.#inQuotes = false;
    this.#endRecord(records);
    return records;
  }

  #take(character: string, records: CsvRecord[]): void {
    if (this.#inQuotes) {
      if (this.#quoteSeen) {
        this.#quoteSeen = false;
        if (character === '"') {
          this.#field += '"';
          return;
        }
        this.#inQuotes = false;
      } else {
        if (character === '"') this.#quoteSeen = true;
        else this.#field += character;
        if (character === "\n") this.#line += 1;
        return;
      }
    }
    switch (character) {
      case ",":
        this.#endField();
        return;
      case "\n":
        this.#line += 1;
        this.#endRecord(records);
        return;
      case "\r":
        return;
      case '"':
        if (this.#field !== "" || this.#wasQuoted) {
          throw new CsvError(
            this.#line,
            "a quote stands inside a field that does not begin with one; double it in quotes",
          );
        }
        this.#inQuotes = true;
        this.#wasQuoted = true;
        return;
      default:
        if (this.#wasQuoted) throw new CsvError(this.#line, "something follows the closing quote of a field");
        this.#field += character;
    }
  }

  #endField(): void {
    this.#fields.push(this.#field === "" && !this.#wasQuoted ? null : this.#field);
    this.#field = "";
    this.#wasQuoted = false;
  }

  #endRecord(records: CsvRecord[]): void {
    const isEmpty = this.#fields.length === 0 && this.#field === "" && !this.#wasQuoted;
    if (!isEmpty) {
      this.#endField();
      records.push({ line: this.#recordLine, fields: this.#fields });
      this.#fields = [];
    }
    this.#recordLine = this.#line;
  }
}

/** A text is no CSV. `line` counts from 1. */
export class CsvError extends Error {
  readonly line: number;

  constructor(line: number, problem: string) {
    super(`Line ${line}: ${problem}.`);
    this.name = "CsvError";
    this.line = line;
  }
}
