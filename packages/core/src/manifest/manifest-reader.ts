import type { ManifestPath, ManifestProblem } from "./manifest.ts";

type Values = Readonly<Record<string, unknown>>;

/** Reads what somebody wrote, and notes what is wrong with it and where. What is wrong reads as something harmless. */
export class ManifestReader {
  readonly problems: ManifestProblem[] = [];

  note(path: ManifestPath, message: string, remedy: string): void {
    this.problems.push({ path, message, remedy });
  }

  /** An object with no other keys than these. */
  object(value: unknown, path: ManifestPath, known: readonly string[] | null): Values {
    if (!isObject(value)) {
      this.note(path, `Here belong names with values, and not ${described(value)}.`, "Write it as an object.");
      return {};
    }
    for (const key of Object.keys(value)) {
      if (known === null || known.includes(key)) continue;
      this.note([...path, key], `"${key}" means nothing here.`, `Take it out, or write one of ${known.join(", ")}.`);
    }
    return value;
  }

  list(value: unknown, path: ManifestPath): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.note(path, `Here belongs a list, and not ${described(value)}.`, "Write it as a list.");
    return [];
  }

  /** A text of these many characters, without control characters but line ends where `lines`. */
  text(value: unknown, path: ManifestPath, maximum: number, lines = false): string {
    if (typeof value !== "string") {
      this.note(
        path,
        `Here belongs a text, and not ${described(value)}.`,
        "Write a text, in quotes where it looks like something else.",
      );
      return "";
    }
    const text = value.trim();
    const forbidden = lines ? /[\0\p{Cs}]/u : /[\p{Cc}\p{Cs}]/u;
    if (text.length > maximum || forbidden.test(text)) {
      this.note(
        path,
        `The text is longer than ${maximum} characters, or holds characters that nobody can see.`,
        "Shorten it, or take them out.",
      );
    }
    return text;
  }

  name(value: unknown, path: ManifestPath): string {
    const name = this.text(value, path, 120);
    if (typeof value === "string" && name === "") this.note(path, "A name is empty.", "Write one.");
    if (typeof value === "string" && name !== value)
      this.note(path, `"${value}" begins or ends with a space.`, "Take it out.");
    return name;
  }

  /** What the manifest says, or `null` where it says nothing. */
  optional<T>(value: unknown, read: (value: unknown) => T): T | null {
    return value === undefined ? null : read(value);
  }

  /** Texts in order, each once. */
  names(value: unknown, path: ManifestPath, read: (item: unknown, path: ManifestPath) => string): readonly string[] {
    const names = this.list(value, path).map((item, index) => read(item, [...path, index]));
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) !== index) this.note([...path, index], `"${name}" stands here twice.`, "Take one out.");
    }
    return [...new Set(names)].sort();
  }

  email(value: unknown, path: ManifestPath): string {
    const address = this.text(value, path, 320).toLowerCase();
    if (typeof value === "string" && !/^[^@\s]+@[^@\s]+$/.test(address)) {
      this.note(path, `"${value}" is no e-mail address.`, "People are named by the addresses that they sign in with.");
    }
    return address;
  }

  /** A moment, also one that YAML has read as such. */
  instant(value: unknown, path: ManifestPath): string | null {
    if (value === undefined || value === null) return null;
    const at = typeof value === "string" ? new Date(value) : null;
    if (at !== null && !Number.isNaN(at.getTime())) return at.toISOString();
    this.note(path, `${described(value)} is no time.`, "Write it like 2027-03-01T12:00:00Z.");
    return null;
  }

  place(value: unknown, path: ManifestPath): string {
    const place = this.text(value, path, 700);
    if (typeof value === "string" && place !== "/" && !/^[^/\s]+(?:\/[^/\s]+)*$/.test(place)) {
      this.note(path, `"${value}" is no place.`, "Write / for the organization, WORKSPACE, or WORKSPACE/PATH.");
    }
    return place;
  }
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function described(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}
