/**
 * The kernel holds a stream as a *byte string*: one character per byte of the
 * UTF-8 input. Offsets are byte offsets, memory is one byte per character, and
 * what is written back are the bytes that came in.
 */

const HIGH = /[\x80-\xff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const BEYOND_ASCII = /[^\x00-\x7f]/;

/** A byte string as the text it encodes. */
export function decode(bytes: string): string {
  return HIGH.test(bytes)
    ? Buffer.from(bytes, "latin1").toString("utf8")
    : bytes;
}

/** Text as a byte string. */
export function encode(text: string): string {
  return BEYOND_ASCII.test(text)
    ? Buffer.from(text, "utf8").toString("latin1")
    : text;
}

/** 1-based line and column (in characters) of a byte offset. */
export function positionAt(
  bytes: string,
  offset: number,
): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (;;) {
    const next = bytes.indexOf("\n", start);
    if (next < 0 || next >= offset) break;
    line++;
    start = next + 1;
  }
  return { line, column: decode(bytes.slice(start, offset)).length + 1 };
}

/**
 * What an expression finds; `null` also where it runs out of stack, which it does
 * after some million rounds of a loop.
 */
export function found(
  expression: RegExp,
  text: string,
): RegExpExecArray | null {
  try {
    return expression.exec(text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What V8 says where recursion, or the rounds of an expression, are too many. */
const NO_STACK = "Maximum call stack size exceeded";

const TOO_MUCH =
  "a text is too long, it has millions of lines, marks or levels";

/** Why V8's stack was too small, `undefined` for another error. */
export function stackProblem(error: unknown): string | undefined {
  const full = error instanceof RangeError && error.message === NO_STACK;
  return full ? TOO_MUCH : undefined;
}

/** A YAML error, with the place in the whole stream. */
export class YamlError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = "YamlError";
    this.offset = offset;
  }
}

/**
 * Levels of collections that a document may have: far more than any object of
 * Kubernetes has, and few enough for every function to walk them by recursion.
 */
export const DEEPEST = 1000;

/** The error for more levels than that. */
export function tooDeep(offset: number): YamlError {
  const message = `collections are nested more than ${DEEPEST} levels deep`;
  return new YamlError(message, offset);
}
