/** A literal or folded block scalar: its value as a byte string. */
export interface BlockScalar {
  readonly value: string;
  /** End of the last content line, without its line end. */
  readonly end: number;
  /** Start of the line behind the scalar. */
  readonly next: number;
}

interface Header {
  readonly folded: boolean;
  /** Indentation indicator, 0 for none. */
  readonly indent: number;
  readonly chomp: "strip" | "clip" | "keep";
  /** Start of the first line of content. */
  readonly body: number;
}

interface Line {
  /** Content without indentation and line end; "" for a blank line. */
  readonly text: string;
  readonly end: number;
  /** False for a last line that the end of the text cuts. */
  readonly broken: boolean;
}

const HEADER =
  /[|>](?:([1-9])([-+])?|([-+])([1-9])?)?(?:[ \t]+#[^\n]*|[ \t]*)\r?(?:\n|$)/y;

/**
 * Reads the block scalar whose `|` or `>` stands at `start`; `parent` is the
 * column of the key or dash it belongs to. `undefined` where it is malformed.
 * Source: YAML 1.2.2 §8.1, chomping and folding as go-yaml does them.
 */
export function blockScalar(
  text: string,
  start: number,
  end: number,
  parent: number,
): BlockScalar | undefined {
  const header = readHeader(text, start, end);
  if (!header) return undefined;
  const content = readLines(text, header, end, parent);
  if (!content) return undefined;
  const { lines, next } = content;
  let count = lines.length;
  while (count > 0 && lines[count - 1]?.text === "") count--;
  const body = lines.slice(0, count);
  const last = header.chomp === "keep" ? lines.at(-1) : body.at(-1);
  const joined = header.folded
    ? fold(body)
    : body.map((line) => line.text).join("\n");
  const value = joined + tail(header, body, lines.slice(count));
  return { value, end: last?.end ?? headerEnd(header, text), next };
}

function readHeader(
  text: string,
  start: number,
  end: number,
): Header | undefined {
  HEADER.lastIndex = start;
  const match = HEADER.exec(text);
  if (!match || start + match[0].length > end + 1) return undefined;
  const sign = match[2] ?? match[3];
  return {
    folded: match[0].startsWith(">"),
    indent: Number(match[1] ?? match[4] ?? 0),
    chomp: sign === "-" ? "strip" : sign === "+" ? "keep" : "clip",
    body: Math.min(start + match[0].length, end),
  };
}

function headerEnd(header: Header, text: string): number {
  const newline = text.charCodeAt(header.body - 1) === 10 ? 1 : 0;
  const carriage = text.charCodeAt(header.body - 2) === 13 ? newline : 0;
  return header.body - newline - carriage;
}

function readLines(
  text: string,
  header: Header,
  end: number,
  parent: number,
): { lines: Line[]; next: number } | undefined {
  const least = Math.max(parent + 1, 0);
  let indent = header.indent > 0 ? Math.max(parent, 0) + header.indent : -1;
  let widest = 0;
  const lines: Line[] = [];
  let at = header.body;
  while (at < end) {
    const newline = text.indexOf("\n", at);
    const stop = newline < 0 || newline >= end ? end : newline;
    const bare =
      text.charCodeAt(stop - 1) === 13 && stop > at ? stop - 1 : stop;
    let content = at;
    while (content < bare && text.charCodeAt(content) === 32) content++;
    const column = content - at;
    if (content < bare) {
      if (indent < 0) {
        // Go looks for the indentation and wants no tab there.
        if (text.charCodeAt(content) === 9) return undefined;
        indent = Math.max(column, least);
        if (widest > indent) return undefined;
      }
      if (column < indent) break;
    } else widest = Math.max(widest, column);
    const from = indent < 0 ? bare : Math.min(at + indent, bare);
    lines.push({ text: text.slice(from, bare), end: bare, broken: stop < end });
    at = Math.min(stop + 1, end);
    if (stop === end) break;
  }
  return { lines, next: at };
}

function tail(
  header: Header,
  body: readonly Line[],
  blanks: readonly Line[],
): string {
  const last = body.at(-1);
  const final = last?.broken ? "\n" : "";
  if (header.chomp === "strip") return "";
  if (header.chomp === "clip") return last ? final : "";
  const kept = blanks.filter((line) => line.broken).length;
  return final + "\n".repeat(kept);
}

/** A line end between two lines of text is a space; others stay. */
function fold(lines: readonly Line[]): string {
  let value = "";
  let blanks = 0;
  let previous: string | undefined;
  for (const { text } of lines) {
    if (text === "") {
      blanks++;
      continue;
    }
    if (previous !== undefined) {
      const flat = !startsBlank(previous) && !startsBlank(text);
      if (!flat) value += "\n".repeat(blanks + 1);
      else value += blanks > 0 ? "\n".repeat(blanks) : " ";
    } else value += "\n".repeat(blanks);
    value += text;
    previous = text;
    blanks = 0;
  }
  return value;
}

function startsBlank(line: string): boolean {
  return line.startsWith(" ") || line.startsWith("\t");
}
