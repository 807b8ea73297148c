/**
 * Lists of rows of a few whole numbers, by list number, all in one array. Rows of a list lie together, ordered by their
 * first number, so that a question reads one or two lines of memory. A list that outgrows its room moves to the end;
 * when half of the array is left behind, all lists move together.
 */
export class RowLists {
  /** All rows. A row begins at every multiple of `width` from the start of its list. */
  data: Int32Array;
  readonly #width: number;
  #start: Int32Array;
  #count: Int32Array;
  #room: Int32Array;
  #used = 0;
  #wasted = 0;

  constructor(width: number, lists = 16, rows = 16) {
    this.#width = width;
    this.data = new Int32Array(rows * width);
    this.#start = new Int32Array(lists);
    this.#count = new Int32Array(lists);
    this.#room = new Int32Array(lists);
  }

  get bytes(): number {
    return this.data.byteLength + 3 * this.#start.byteLength;
  }

  /** Where in `data` a list begins. */
  start(list: number): number {
    return this.#start[list] ?? 0;
  }

  /** Where in `data` it ends. */
  end(list: number): number {
    return (this.#start[list] ?? 0) + (this.#count[list] ?? 0) * this.#width;
  }

  /** The first position of a row whose first number is at least `key`; the end of the list where there is none. */
  firstAt(list: number, key: number): number {
    return firstRowAt(this.data, this.start(list), this.end(list), this.#width, key);
  }

  /** Makes room for lists of known lengths, all empty still. Only before anything is inserted. */
  reserve(counts: Int32Array): void {
    this.#start = new Int32Array(counts.length);
    this.#count = new Int32Array(counts.length);
    this.#room = counts.slice();
    let used = 0;
    for (let list = 0; list < counts.length; list += 1) {
      this.#start[list] = used;
      used += (counts[list] ?? 0) * this.#width;
    }
    this.#used = used;
    this.data = new Int32Array(used);
  }

  /** Puts a row after the rows whose first number is not greater. */
  insert(list: number, ...row: readonly number[]): void {
    this.#ensureList(list);
    if ((this.#count[list] ?? 0) >= (this.#room[list] ?? 0)) this.#enlarge(list);
    const { data } = this;
    const width = this.#width;
    const end = this.end(list);
    const key = row[0] ?? 0;
    let at = end;
    // Most rows come at the end; where not, a long list is halved until the place is found.
    if (end > this.start(list) && (data[end - width] ?? 0) > key) {
      at = firstRowAt(data, this.start(list), end, width, key + 1);
      data.copyWithin(at + width, at, end);
    }
    for (let cell = 0; cell < width; cell += 1) data[at + cell] = row[cell] ?? 0;
    this.#count[list] = (this.#count[list] ?? 0) + 1;
  }

  /** Takes out the row with this first and last number; false where there is none. */
  remove(list: number, key: number, last: number): boolean {
    const width = this.#width;
    const end = this.end(list);
    for (let at = this.firstAt(list, key); at < end && this.data[at] === key; at += width) {
      if (this.data[at + width - 1] !== last) continue;
      this.data.copyWithin(at, at + width, end);
      this.#count[list] = (this.#count[list] ?? 0) - 1;
      return true;
    }
    return false;
  }

  #ensureList(list: number): void {
    if (list < this.#start.length) return;
    const size = Math.max(list + 1, Math.ceil(this.#start.length * 1.5));
    this.#start = enlarged(this.#start, size);
    this.#count = enlarged(this.#count, size);
    this.#room = enlarged(this.#room, size);
  }

  #enlarge(list: number): void {
    const room = this.#room[list] ?? 0;
    const larger = room < 4 ? room + 2 : Math.ceil(room * 1.5);
    if (this.#used + larger * this.#width > this.data.length) this.#makeRoom(larger * this.#width);
    const start = this.start(list);
    this.data.copyWithin(this.#used, start, this.end(list));
    this.#start[list] = this.#used;
    this.#room[list] = larger;
    this.#used += larger * this.#width;
    this.#wasted += room * this.#width;
  }

  #makeRoom(needed: number): void {
    const old = this.data;
    if (this.#wasted * 2 < this.#used) {
      this.data = enlarged(old, Math.ceil(old.length * 1.5) + needed);
      return;
    }
    this.data = new Int32Array(Math.ceil((this.#used - this.#wasted) * 1.5) + needed);
    this.#used = 0;
    this.#wasted = 0;
    for (let list = 0; list < this.#start.length; list += 1) {
      const [start, end] = [this.start(list), this.end(list)];
      this.data.set(old.subarray(start, end), this.#used);
      this.#start[list] = this.#used;
      this.#used += (this.#room[list] ?? 0) * this.#width;
    }
  }
}

/** The first row from `start` to `end` whose first number is at least `key`, or `end`. */
export function firstRowAt(data: Int32Array, start: number, end: number, width: number, key: number): number {
  let low = 0;
  let high = (end - start) / width;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((data[start + middle * width] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return start + low * width;
}

/** A copy with more room. */
export function enlarged(array: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(array);
  return larger;
}
