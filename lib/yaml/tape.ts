/**
 * What the kernel's own reader finds, as numbers in one array: an object for
 * every line would be most of what a run allocates. Offsets are byte offsets.
 *
 * - scalar: type, start, end
 * - block scalar: type, start, end, start of the line behind it, column of the
 *   key or dash it belongs to
 * - collection: type, start, end, cells of it in all, column; then its members
 * - member of a mapping: start and end of the key, colon; then its node
 * - element of a sequence: dash (in flow style the element); then its node
 */
export type Cells = Int32Array;

export const PLAIN = 0;
export const SINGLE = 1;
export const DOUBLE = 2;
export const BLOCK = 3;
export const MAP = 4;
export const SEQ = 5;
/** Added to the type of a collection in flow style. */
export const FLOW = 8;

const SCALAR_CELLS = 3;
const BLOCK_CELLS = 5;
const COLLECTION_CELLS = 5;
/** Cells before the node of a member. */
export const MEMBER_CELLS = 3;
export const ELEMENT_CELLS = 1;

/** One number of a tape; `at` is always inside. */
export function cell(cells: Cells, at: number): number {
  return cells[at] as number;
}

/** Where the first member of the collection at `at` stands. */
export function firstMember(at: number): number {
  return at + COLLECTION_CELLS;
}

/** Where the node at `at` ends in the tape. */
export function behind(cells: Cells, at: number): number {
  const type = cell(cells, at);
  if (type >= MAP) return at + cell(cells, at + 3);
  return at + (type === BLOCK ? BLOCK_CELLS : SCALAR_CELLS);
}

/**
 * Cells of one array: many items share it, so that few arrays are made. The first
 * is smaller, as most runs read little.
 */
const SHARED = 1 << 16;
const FIRST = 1 << 12;

let shared: Cells = new Int32Array(0);
let used = 0;

/**
 * Writes what one reading finds behind what earlier ones found. Nothing is
 * kept of a reading that does not `finish`.
 */
export class Tape {
  cells: Cells;
  /** Where the next cell goes. */
  length: number;
  /** Where this reading begins. */
  readonly #root: number;
  /** End of the node that was written last, in the text. */
  last = 0;

  constructor() {
    if (used > (shared.length * 3) / 4 || shared.length === 0) {
      shared = new Int32Array(shared.length === 0 ? FIRST : SHARED);
      used = 0;
    }
    this.cells = shared;
    this.#root = used;
    this.length = used;
  }

  /** The array and the place of the root in it. */
  finish(): { readonly cells: Cells; readonly at: number } {
    shared = this.cells;
    used = this.length;
    return { cells: this.cells, at: this.#root };
  }

  scalar(type: number, start: number, end: number): void {
    const at = this.#take(SCALAR_CELLS);
    const cells = this.cells;
    cells[at] = type;
    cells[at + 1] = start;
    cells[at + 2] = end;
    this.last = end;
  }

  block(start: number, end: number, next: number, parent: number): void {
    this.scalar(BLOCK, start, end);
    const at = this.#take(BLOCK_CELLS - SCALAR_CELLS);
    this.cells[at] = next;
    this.cells[at + 1] = parent;
  }

  /** Begins a collection; `close` needs what it gives. */
  open(type: number, start: number, indent: number): number {
    const at = this.#take(COLLECTION_CELLS);
    const cells = this.cells;
    cells[at] = type;
    cells[at + 1] = start;
    cells[at + 4] = indent;
    this.last = start;
    return at;
  }

  close(at: number, end: number): void {
    const cells = this.cells;
    cells[at + 2] = end;
    cells[at + 3] = this.length - at;
    this.last = end;
  }

  /** A member of a mapping; its node follows. */
  member(keyStart: number, keyEnd: number, colon: number): void {
    const at = this.#take(MEMBER_CELLS);
    const cells = this.cells;
    cells[at] = keyStart;
    cells[at + 1] = keyEnd;
    cells[at + 2] = colon;
  }

  /** A member of a mapping and its scalar, in one. */
  entry(
    keyStart: number,
    keyEnd: number,
    type: number,
    start: number,
    end: number,
  ): void {
    const at = this.#take(MEMBER_CELLS + SCALAR_CELLS);
    const { cells } = this;
    cells[at] = keyStart;
    cells[at + 1] = keyEnd;
    // The colon follows at once.
    cells[at + 2] = keyEnd;
    cells[at + 3] = type;
    cells[at + 4] = start;
    cells[at + 5] = end;
    this.last = end;
  }

  /** An element of a sequence; its node follows. */
  element(start: number): void {
    const at = this.#take(ELEMENT_CELLS);
    this.cells[at] = start;
  }

  #take(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.cells.length) this.#grow();
    return at;
  }

  /** A longer array, in which everything keeps its place. */
  #grow(): void {
    const longer = new Int32Array(this.cells.length * 2);
    longer.set(this.cells.subarray(this.#root), this.#root);
    this.cells = longer;
  }
}
