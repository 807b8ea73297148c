/** Numbers as narrow as they fit: up to 2^31 in half the room, and up to 2^53 at all. */
export type Keys = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * Lists of rows, by list number, all in one array. A row is a key, a whole number from 0, and perhaps a value beside it.
 * Rows of a list lie together, ordered by their keys, so that a question reads one or two lines of memory; values, which few
 * questions ask for, lie elsewhere. A list that outgrows its room moves to the end; when half of the array is left behind, all
 * lists move together.
 */
export class RowLists {
  /** The keys of all rows. */
  keys: Keys = new Int32Array(16);
  /** The value of each row, at the place of its key; without values, nothing. */
  values: Int32Array<ArrayBuffer>;
  readonly #valued: boolean;
  /** For each list {@link HEAD} numbers, which are read together: start, end, end of its room, and its mark. */
  #lists: Int32Array<ArrayBuffer> = new Int32Array(16 * HEAD);
  #used = 0;
  #wasted = 0;

  constructor(rows: "keys" | "keys and values") {
    this.#valued = rows === "keys and values";
    this.values = new Int32Array(this.#valued ? 16 : 0);
  }

  get bytes(): number {
    return this.keys.byteLength + this.values.byteLength + this.#lists.byteLength;
  }

  /** Where in `keys` a list begins. */
  start(list: number): number {
    return this.#lists[HEAD * list] ?? 0;
  }

  /** Where in `keys` it ends. */
  end(list: number): number {
    return this.#lists[HEAD * list + 1] ?? 0;
  }

  /** A number that whoever has the lists keeps with one, so that it costs no further look into memory; 0 at first. */
  mark(list: number): number {
    return this.#lists[HEAD * list + 3] ?? 0;
  }

  setMark(list: number, mark: number): void {
    this.#makeList(list);
    this.#lists[HEAD * list + 3] = mark;
  }

  /** The keys of a list, as they lie. */
  keysOf(list: number): Keys {
    return this.keys.subarray(this.start(list), this.end(list));
  }

  /** The values of a list, in the order of its keys. */
  valuesOf(list: number): Int32Array {
    return this.values.subarray(this.start(list), this.end(list));
  }

  /** The first position of a row whose key is at least `key`; the end of the list where there is none. */
  firstAt(list: number, key: number): number {
    const { keys } = this;
    let low = this.start(list);
    let high = this.end(list);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Makes room for lists of known lengths, all empty still. Only before anything is inserted. */
  reserve(counts: Int32Array): void {
    const marked = this.#lists;
    this.#lists = new Int32Array(HEAD * Math.max(counts.length, marked.length / HEAD));
    this.#lists.set(marked);
    let used = 0;
    for (let list = 0; list < counts.length; list += 1) {
      this.#lists[HEAD * list] = used;
      this.#lists[HEAD * list + 1] = used;
      used += counts[list] ?? 0;
      this.#lists[HEAD * list + 2] = used;
    }
    this.#used = used;
    this.keys = new Int32Array(used);
    if (this.#valued) this.values = new Int32Array(used);
  }

  /** Puts a row after the rows whose keys are not greater. */
  insert(list: number, key: number, value = 0): void {
    this.#makeList(list);
    this.#fit(key);
    if (this.end(list) === (this.#lists[HEAD * list + 2] ?? 0)) this.#enlarge(list);
    const end = this.end(list);
    let at = end;
    // Most rows come at the end; where not, a long list is halved until the place is found.
    if (end > this.start(list) && (this.keys[end - 1] ?? 0) > key) {
      at = this.firstAt(list, key + 1);
      this.keys.copyWithin(at + 1, at, end);
      this.values.copyWithin(at + 1, at, end);
    }
    this.#write(at, key, value);
    this.#lists[HEAD * list + 1] = end + 1;
  }

  /** Puts a row at the end of a list with reserved room; {@link sort} has to follow. */
  append(list: number, key: number, value = 0): void {
    this.#fit(key);
    const at = this.end(list);
    this.#write(at, key, value);
    this.#lists[HEAD * list + 1] = at + 1;
  }

  /** Brings the rows of every list into order, those of the same key as they came. */
  sort(): void {
    for (let at = 0; at < this.#lists.length; at += HEAD) {
      const [start, end] = [this.#lists[at] ?? 0, this.#lists[at + 1] ?? 0];
      if (end - start > SHORT) this.#sortLong(start, end);
      else this.#sortShort(start, end);
    }
  }

  /** Gives every key another one. The order of the rows has to stay. */
  rewrite(keyFor: (key: number) => number): void {
    for (let at = 0; at < this.#lists.length; at += HEAD) {
      const end = this.#lists[at + 1] ?? 0;
      for (let row = this.#lists[at] ?? 0; row < end; row += 1) {
        const key = keyFor(this.keys[row] ?? 0);
        this.#fit(key);
        this.keys[row] = key;
      }
    }
  }

  /** Takes out the row with this key and value; false where there is none. */
  remove(list: number, key: number, value = 0): boolean {
    const end = this.end(list);
    for (let at = this.firstAt(list, key); at < end && this.keys[at] === key; at += 1) {
      if (this.#valued && this.values[at] !== value) continue;
      this.keys.copyWithin(at, at + 1, end);
      this.values.copyWithin(at, at + 1, end);
      this.#lists[HEAD * list + 1] = end - 1;
      return true;
    }
    return false;
  }

  /** Takes out all rows of a list. */
  clear(list: number): void {
    if (HEAD * list < this.#lists.length) this.#lists[HEAD * list + 1] = this.start(list);
  }

  #write(at: number, key: number, value: number): void {
    this.keys[at] = key;
    if (this.#valued) this.values[at] = value;
  }

  /** Makes the keys as wide as this one needs. */
  #fit(key: number): void {
    if (key > MOST_NARROW && this.keys instanceof Int32Array) this.keys = Float64Array.from(this.keys);
  }

  #sortShort(start: number, end: number): void {
    const { keys, values } = this;
    for (let at = start + 1; at < end; at += 1) {
      const key = keys[at] ?? 0;
      if ((keys[at - 1] ?? 0) <= key) continue;
      const value = values[at] ?? 0;
      let to = at;
      for (; to > start && (keys[to - 1] ?? 0) > key; to -= 1) {
        keys[to] = keys[to - 1] ?? 0;
        if (this.#valued) values[to] = values[to - 1] ?? 0;
      }
      this.#write(to, key, value);
    }
  }

  #sortLong(start: number, end: number): void {
    const keys = this.keys.slice(start, end);
    const values = this.values.slice(start, end);
    const order = Int32Array.from(keys, (_, row) => row);
    order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
    for (const [place, row] of order.entries()) this.#write(start + place, keys[row] ?? 0, values[row] ?? 0);
  }

  #makeList(list: number): void {
    if (HEAD * list >= this.#lists.length) this.#lists = enlarged(this.#lists, HEAD * Math.ceil((list + 1) * 1.25));
  }

  #enlarge(list: number): void {
    const start = this.start(list);
    const room = (this.#lists[HEAD * list + 2] ?? 0) - start;
    const larger = room < 4 ? room + 2 : Math.ceil(room * 1.5);
    if (this.#used + larger > this.keys.length) this.#makeRoom(larger);
    const [from, end] = [this.start(list), this.end(list)];
    this.keys.copyWithin(this.#used, from, end);
    this.values.copyWithin(this.#used, from, end);
    this.#lists[HEAD * list] = this.#used;
    this.#lists[HEAD * list + 1] = this.#used + end - from;
    this.#used += larger;
    this.#lists[HEAD * list + 2] = this.#used;
    this.#wasted += room;
  }

  #makeRoom(needed: number): void {
    const { keys, values } = this;
    if (this.#wasted * 2 < this.#used) {
      const size = Math.ceil(keys.length * 1.5) + needed;
      this.keys = roomLike(keys, size);
      this.keys.set(keys);
      if (this.#valued) this.values = enlarged(values, size);
      return;
    }
    const size = Math.ceil((this.#used - this.#wasted) * 1.5) + needed;
    this.keys = roomLike(keys, size);
    if (this.#valued) this.values = new Int32Array(size);
    this.#used = 0;
    this.#wasted = 0;
    for (let at = 0; at < this.#lists.length; at += HEAD) {
      const [start = 0, end = 0, roomEnd = 0] = this.#lists.subarray(at, at + 3);
      this.keys.set(keys.subarray(start, end), this.#used);
      if (this.#valued) this.values.set(values.subarray(start, end), this.#used);
      this.#lists[at] = this.#used;
      this.#lists[at + 1] = this.#used + end - start;
      this.#used += roomEnd - start;
      this.#lists[at + 2] = this.#used;
    }
  }
}

const HEAD = 4;

/** Lists of at most so many rows are sorted by moving one row after the other. */
const SHORT = 32;

/** Greater keys are kept in twice the room. */
const MOST_NARROW = 2 ** 31 - 1;

/** A copy with more room. */
export function enlarged(array: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(array);
  return larger;
}

/** Keys with other room, as wide as these. */
function roomLike(keys: Keys, size: number): Keys {
  return keys instanceof Int32Array ? new Int32Array(size) : new Float64Array(size);
}
