/**
 * Lists of rows of a few whole numbers, by list number, all in one array. Rows of a list lie together, ordered by their
 * first number, so that a question reads one or two lines of memory. A list that outgrows its room moves to the end;
 * when half of the array is left behind, all lists move together.
 */
export class RowLists {
  /** All rows. A row begins at every multiple of `width` from the start of its list. */
  data: Int32Array;
  readonly #width: number;
  /** For each list {@link HEAD} numbers, which are read together: start, end, end of its room, and its mark. */
  #lists: Int32Array;
  #used = 0;
  #wasted = 0;

  constructor(width: 1 | 3) {
    this.#width = width;
    this.data = new Int32Array(16 * width);
    this.#lists = new Int32Array(16 * HEAD);
  }

  get bytes(): number {
    return this.data.byteLength + this.#lists.byteLength;
  }

  /** Where in `data` a list begins. */
  start(list: number): number {
    return this.#lists[HEAD * list] ?? 0;
  }

  /** Where in `data` it ends. */
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

  /** The first position of a row whose first number is at least `key`; the end of the list where there is none. */
  firstAt(list: number, key: number): number {
    return firstRowAt(this.data, this.start(list), this.end(list), this.#width, key);
  }

  /** Makes room for lists of known lengths, all empty still. Only before anything is inserted. */
  reserve(counts: Int32Array): void {
    const marked = this.#lists;
    this.#lists = new Int32Array(HEAD * Math.max(counts.length, marked.length / HEAD));
    this.#lists.set(marked);
    let used = 0;
    for (let list = 0; list < counts.length; list += 1) {
      const room = (counts[list] ?? 0) * this.#width;
      this.#lists[HEAD * list] = used;
      this.#lists[HEAD * list + 1] = used;
      used += room;
      this.#lists[HEAD * list + 2] = used;
    }
    this.#used = used;
    this.data = new Int32Array(used);
  }

  /** Puts a row after the rows whose first number is not greater. Of lists with one number a row, only `first` counts. */
  insert(list: number, first: number, second = 0, third = 0): void {
    this.#makeList(list);
    if (this.end(list) === (this.#lists[HEAD * list + 2] ?? 0)) this.#enlarge(list);
    const { data } = this;
    const width = this.#width;
    const end = this.end(list);
    let at = end;
    // Most rows come at the end; where not, a long list is halved until the place is found.
    if (end > this.start(list) && (data[end - width] ?? 0) > first) {
      at = firstRowAt(data, this.start(list), end, width, first + 1);
      data.copyWithin(at + width, at, end);
    }
    this.#write(at, first, second, third);
    this.#lists[HEAD * list + 1] = end + width;
  }

  /** Puts a row at the end of a list with reserved room; {@link sort} has to follow. */
  append(list: number, first: number, second = 0, third = 0): void {
    const at = this.end(list);
    this.#write(at, first, second, third);
    this.#lists[HEAD * list + 1] = at + this.#width;
  }

  /** Brings the rows of every list into order, those with the same first number as they came. */
  sort(): void {
    for (let at = 0; at < this.#lists.length; at += HEAD) {
      const [start, end] = [this.#lists[at] ?? 0, this.#lists[at + 1] ?? 0];
      if ((end - start) / this.#width > SHORT) this.#sortLong(start, end);
      else this.#sortShort(start, end);
    }
  }

  #sortShort(start: number, end: number): void {
    const { data } = this;
    const width = this.#width;
    for (let at = start + width; at < end; at += width) {
      const first = data[at] ?? 0;
      if ((data[at - width] ?? 0) <= first) continue;
      const [second, third] = [data[at + 1] ?? 0, data[at + 2] ?? 0];
      let to = at;
      for (; to > start && (data[to - width] ?? 0) > first; to -= width) {
        for (let cell = to; cell < to + width; cell += 1) data[cell] = data[cell - width] ?? 0;
      }
      this.#write(to, first, second, third);
    }
  }

  #sortLong(start: number, end: number): void {
    const width = this.#width;
    const rows = this.data.slice(start, end);
    const order = Int32Array.from({ length: rows.length / width }, (_, row) => row * width);
    order.sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0) || a - b);
    for (const [place, row] of order.entries()) this.data.set(rows.subarray(row, row + width), start + place * width);
  }

  /** Takes out the row with this first and last number; false where there is none. */
  remove(list: number, key: number, last: number): boolean {
    const width = this.#width;
    const end = this.end(list);
    for (let at = this.firstAt(list, key); at < end && this.data[at] === key; at += width) {
      if (this.data[at + width - 1] !== last) continue;
      this.data.copyWithin(at, at + width, end);
      this.#lists[HEAD * list + 1] = end - width;
      return true;
    }
    return false;
  }

  /** Takes out all rows of a list. */
  clear(list: number): void {
    if (HEAD * list < this.#lists.length) this.#lists[HEAD * list + 1] = this.start(list);
  }

  #write(at: number, first: number, second: number, third: number): void {
    this.data[at] = first;
    if (this.#width === 1) return;
    this.data[at + 1] = second;
    this.data[at + 2] = third;
  }

  #makeList(list: number): void {
    if (HEAD * list >= this.#lists.length) this.#lists = enlarged(this.#lists, HEAD * Math.ceil((list + 1) * 1.25));
  }

  #enlarge(list: number): void {
    const width = this.#width;
    const start = this.start(list);
    const room = (this.#lists[HEAD * list + 2] ?? 0) - start;
    const larger = room < 4 * width ? room + 2 * width : width * Math.ceil((room / width) * 1.5);
    if (this.#used + larger > this.data.length) this.#makeRoom(larger);
    const [from, end] = [this.start(list), this.end(list)];
    this.data.copyWithin(this.#used, from, end);
    this.#lists[HEAD * list] = this.#used;
    this.#lists[HEAD * list + 1] = this.#used + end - from;
    this.#used += larger;
    this.#lists[HEAD * list + 2] = this.#used;
    this.#wasted += room;
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
    for (let at = 0; at < this.#lists.length; at += HEAD) {
      const [start = 0, end = 0, roomEnd = 0] = this.#lists.subarray(at, at + 3);
      this.data.set(old.subarray(start, end), this.#used);
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
