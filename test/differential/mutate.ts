import type { Draw } from "../helpers/messy.ts";

/** Pieces of text that mean something to a YAML reader. */
const SIGNS = [
  ..."\n \t:-?,[]{}#&*!|>'\"%@`\\~=<.0_+",
  "\r\n",
  "\r",
  "  ",
  "\n\n",
  "\n  ",
  ": ",
  " :",
  ":\t",
  "- ",
  "-\t",
  "- - ",
  "? ",
  ": a",
  " #",
  "#",
  " # x",
  "&a ",
  "*a",
  "*a :",
  "*x ",
  "!a ",
  "!!str ",
  "!!null ",
  "!!binary ",
  "!!int ",
  "!!float ",
  "!!bool ",
  "!!map ",
  "!!seq ",
  "!!set ",
  "!<tag:yaml.org,2002:str> ",
  "! ",
  "|\n",
  "|2-\n",
  ">+\n",
  "|9\n",
  "''",
  '""',
  "'\n",
  '"\n',
  "\\x41",
  "\\u00e9",
  "\\/",
  "\\\n",
  "\\",
  "{a}",
  "{a: b,}",
  "[a,]",
  "[a: b]",
  "[,]",
  '{"a":b}',
  "{? a}",
  "{a: }",
  "<<: ",
  "<<",
  "---",
  "--- ",
  "...",
  "\ufeff",
  "\u0085",
  "\u2028",
  "\u2029",
  "\u00a0",
  "\u007f",
  "é",
  "😀",
  "0o17",
  "1_000",
  "0b1",
  "1:30",
  "190:20:30",
  ".5",
  "1e3",
  "+1",
  "0x_f",
  "0x1F",
  "-0",
  "99999999999999999999",
  "9007199254740993",
  "2021-01-02",
  "2021-01-02 03:04:05",
  "2021-01-02t03:04:05.10+01:00",
  "yes",
  "null",
  "Null",
  "true",
  ".inf",
  ".nan",
  "",
] as const;

/** Lines that go between others, in the column of the line they stand above. */
const LINES = [
  "kind: Namespace",
  '"kind": Namespace',
  "'kind': Namespace",
  "? kind\n: Namespace",
  "kind : Namespace",
  "kind:\tNamespace",
  "kind:",
  "kind: &k Namespace",
  "kind: *x",
  "kind: !!str Namespace",
  "kind: |\n  Namespace",
  "kind: >-\n  Namespace",
  "&k kind: Namespace",
  "!!str kind: Namespace",
  "<<: {kind: Namespace}",
  "<<: *x",
  "<<: [*x, *x]",
  "metadata:",
  "metadata: {name: b}",
  "metadata:\n  name: b",
  "? metadata\n:\n  name: b",
  "apiVersion: v2",
  "labels: {a: z}",
  "name: z",
  "namespace: z",
  "- a",
  "- kind: Namespace",
  "-",
  "a",
  "a: b",
  "a: b: c",
  "a: - b",
  "a: 'b",
  'a: "b',
  "a: [b",
  "a: {b",
  "a: |",
  "a: |2",
  "a: >",
  "a: &x b",
  "a: *x",
  "*x : b",
  "a: # b",
  "a:# b",
  "a:b",
  "1: a",
  "true: a",
  "~: a",
  "2021-01-02: a",
  ": a",
  "? a",
  "? [a]\n: b",
  "? - a\n: b",
  "? |\n  a\n: b",
  "[a]: b",
  "{a: b}: c",
  "# a",
  "#",
  "",
  "  ",
  "\t",
  "\t# a",
  "---",
  "--- a",
  "...",
  "%YAML 1.1",
  "%TAG ! tag:x,1:",
  `${"k".repeat(130)}: a`,
  `${"k".repeat(1030)}: a`,
] as const;

/**
 * The text with one to four changes, each a few characters or a line: most are
 * still YAML, and some are YAML of a kind that nobody writes.
 */
export function mutate(text: string, draw: Draw): string {
  let changed = text;
  for (let count = 1 + draw(draw(2) + 1); count > 0; count--) {
    changed =
      draw(2) === 0 ? changeSigns(changed, draw) : changeLines(changed, draw);
  }
  return changed;
}

function changeSigns(text: string, draw: Draw): string {
  const at = place(text, draw);
  const sign = SIGNS[draw(SIGNS.length)] ?? "";
  const cut = draw(3) === 0 ? 1 + draw(4) : 0;
  return text.slice(0, at) + sign + text.slice(at + cut);
}

/** Anywhere, and more often where a token starts or ends. */
function place(text: string, draw: Draw): number {
  if (draw(3) === 0) return draw(text.length + 1);
  const edges = [...text.matchAll(/\b|(?<=[:\-\n"'])|$/g)];
  return edges[draw(edges.length)]?.index ?? 0;
}

function changeLines(text: string, draw: Draw): string {
  const lines = text.split("\n");
  const at = draw(lines.length);
  const line = lines[at] ?? "";
  const margin = /^ */.exec(line)?.[0] ?? "";
  const other = draw(lines.length);
  switch (draw(7)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(other, 0, line);
      break;
    case 2:
      lines[at] = " ".repeat(draw(5)) + line;
      break;
    case 3:
      lines[at] = line.slice(draw(margin.length + 1));
      break;
    default:
      lines.splice(at, 0, ...inserted(margin, draw));
  }
  return lines.join("\n");
}

function inserted(margin: string, draw: Draw): string[] {
  const line = LINES[draw(LINES.length)] ?? "";
  const column = draw(5) === 0 ? " ".repeat(draw(6)) : margin;
  return line.split("\n").map((part) => column + part);
}
