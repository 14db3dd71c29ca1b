import { UNSUPPORTED } from "./cursor.ts";
import { readWithLibrary } from "./fallback.ts";
import type { Node } from "./node.ts";
import { readBlock } from "./reader.ts";
import { YamlError } from "./text.ts";

/** How often the kernel left its fast paths; tests read them. */
export const counters = {
  /** Texts that the `yaml` package had to read. */
  fallbacks: 0,
  /** Nodes written anew because no splice could express the edit. */
  rewrites: 0,
  /** Splices that did not read as they should, so the whole item was. */
  unproven: 0,
};

/**
 * Characters at which readers part: control characters (Go refuses them), a
 * carriage return alone and NEL, LS, PS (line ends to Go, text to YAML 1.2), and
 * a byte order mark that is not the first character.
 */
const DIVISIVE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf/;

/**
 * The one document between two offsets of a byte string; `start` is the first
 * byte of a line. Throws `YamlError`.
 */
export function read(text: string, start: number, end: number): Node {
  assertUndivisive(text, start, end);
  assertUnmarked(text, start, end);
  try {
    return readBlock(text, start, end);
  } catch (error) {
    if (error !== UNSUPPORTED && !(error instanceof RangeError)) throw error;
  }
  counters.fallbacks++;
  return readWithLibrary(text, start, end);
}

/** Printable ASCII is beyond doubt; this is the cheapest question of all. */
const UNUSUAL = /[^\n -~]/;

/** Throws `YamlError` where readers part over a character. */
export function assertUndivisive(
  text: string,
  start: number,
  end: number,
): void {
  const part = text.slice(start, end);
  const match = UNUSUAL.test(part) ? DIVISIVE.exec(part) : null;
  if (!match) return;
  const offset = start + match.index;
  throw new YamlError(
    `${nameOf(match[0])} YAML readers disagree about`,
    offset,
  );
}

/**
 * Lines that start like a document marker and go on: kyaml takes every line
 * with --- for the end of a document, go-yaml the others with a blank behind.
 */
const HALF_MARKER =
  /^(?:---(?![ \t]*(?:#[^\n]*)?\r?$)|\.\.\.[ \t]+[^ \t\r\n#])/m;

function assertUnmarked(text: string, start: number, end: number): void {
  const part = text.slice(start, end);
  const doubtful = part.includes("---") || part.includes("...");
  const match = doubtful ? HALF_MARKER.exec(part) : null;
  if (!match) return;
  const offset = start + match.index;
  throw new YamlError("a line starts with a document marker", offset);
}

function nameOf(bytes: string): string {
  if (bytes === "\r") return "a carriage return without a newline, which";
  const code =
    Buffer.from(bytes, "latin1").toString("utf8").codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  return `the character U+${hex}, write it as an escape in double quotes:`;
}
