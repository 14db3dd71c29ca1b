import { Cursor } from "./cursor.ts";
import { Keys } from "./keys.ts";
import { Tape } from "./tape.ts";

/** A cursor, and what was found on its way. */
export class Recorder extends Cursor {
  readonly tape = new Tape();
  readonly keys: Keys;

  constructor(text: string, start: number, end: number) {
    super(text, start, end);
    this.keys = new Keys(text);
  }
}
