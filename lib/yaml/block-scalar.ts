/** A literal or folded block scalar: where its parts stand. */
export interface BlockScalar {
  readonly folded: boolean;
  readonly chomp: "strip" | "clip" | "keep";
  /** Start of the first line of content. */
  readonly body: number;
  /** Columns before the content of a line; -1 where no line has any. */
  readonly indent: number;
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

const HEADER =
  /[|>](?:([1-9])([-+])?|([-+])([1-9])?)?(?:[ \t]+#[^\n]*|[ \t]*)\r?(?:\n|$)/y;

/**
 * Finds the end of the block scalar whose `|` or `>` stands at `start`;
 * `parent` is the column of the key or dash it belongs to. `undefined` where
 * it is malformed. Source: YAML 1.2.2 §8.1, as go-yaml reads it.
 */
export function blockScalar(
  text: string,
  start: number,
  end: number,
  parent: number,
): BlockScalar | undefined {
  const header = readHeader(text, start, end);
  if (!header) return undefined;
  const { folded, chomp, body } = header;
  const least = Math.max(parent + 1, 0);
  let indent = header.indent > 0 ? Math.max(parent, 0) + header.indent : -1;
  let widest = 0;
  let content = -1;
  let last = -1;
  let at = body;
  while (at < end) {
    const newline = text.indexOf("\n", at);
    const stop = newline < 0 || newline >= end ? end : newline;
    const bare =
      text.charCodeAt(stop - 1) === 13 && stop > at ? stop - 1 : stop;
    let first = at;
    while (first < bare && text.charCodeAt(first) === 32) first++;
    const column = first - at;
    if (first < bare) {
      if (indent < 0) {
        // Go looks for the indentation and wants no tab there.
        if (text.charCodeAt(first) === 9) return undefined;
        indent = Math.max(column, least);
        if (widest > indent) return undefined;
      }
      if (column < indent) break;
    } else widest = Math.max(widest, column);
    if (indent >= 0 && at + indent < bare) content = bare;
    last = bare;
    at = Math.min(stop + 1, end);
    if (stop === end) break;
  }
  const stop = chomp === "keep" ? last : content;
  const range = { folded, chomp, body, indent, next: at };
  return { ...range, end: stop < 0 ? headerEnd(header, text) : stop };
}

/**
 * What a block scalar means, as a byte string. Source: YAML 1.2.2 §8.1,
 * chomping and folding as go-yaml does them.
 */
export function blockValue(text: string, scalar: BlockScalar): string {
  const { folded, chomp, body, indent, next } = scalar;
  const raw = text.slice(body, next);
  const lines = raw.split("\n").map((line) => {
    const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
    return indent < 0 ? "" : bare.slice(indent);
  });
  // The last line has no line end where the end of the text cuts it.
  const broken = raw.endsWith("\n");
  if (broken || raw === "") lines.pop();
  let count = lines.length;
  while (count > 0 && lines[count - 1] === "") count--;
  const content = lines.slice(0, count);
  const joined = folded ? fold(content) : content.join("\n");
  const blanks = lines.length - count;
  const final = count > 0 && (blanks > 0 || broken) ? "\n" : "";
  if (chomp === "strip") return joined;
  if (chomp === "clip") return joined + final;
  return (
    joined + final + "\n".repeat(broken ? blanks : Math.max(blanks - 1, 0))
  );
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

/** A line end between two lines of text is a space; others stay. */
function fold(lines: readonly string[]): string {
  let value = "";
  let blanks = 0;
  let previous: string | undefined;
  for (const text of lines) {
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
