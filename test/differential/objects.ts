import type { Draw } from "../helpers/messy.ts";

/** Words that readers take for something else, or that look so. */
const AWKWARD = [
  ..."yYnN~=<.+-?:_#&*!|>'\"%@`{}[],",
  "",
  "yes No on OFF true False null Null tRue << -- --- ... .inf -.Inf .nan NaN",
  "0644 00 08 0o14 0O14 0x1F 0xff_f 0b11 0b1_1 1_000 1_ _1 1e3 1E+3 1.e3 .5 5.",
  "+.5 -1 -0 0.0 1e21 1e400 1e 1d 0x 0b 0b2 0o8 0o-7 .5_0 1.2.3 1,000",
  "12:30:45 1:30 12:3 190:20:30.15 -1:30 2021-01-02 2021-1-2 2021-13-45",
  "2021-01-02T03:04:05Z 2001-12-14t21:59:43.10-05:00 12345678901234567890",
].flatMap((words) => words.split(" "));

const PIECES = [
  ...AWKWARD,
  ..."abcxyzé日本😀 \u00a0\u3000\ue000\ufeff",
  " ",
  " ",
  "  ",
  "\n",
  "\n",
  "\n\n",
  "\n ",
  " \n",
  "\t",
  "\r",
  "\0",
  "\x1b",
  "\\",
  ": ",
  " #",
  "- ",
  "a: b",
  "it's",
  "{{ .Values.x }}",
  "$(VAR)",
  "word",
  "several words on a line",
  "w".repeat(70),
  "a long line of words that goes on and on behind any width that one may think of",
];

/** Rare, so that most objects can be printed. */
const DAMAGED = ["\x7f", "\x85", "\u2028", "\u2029", "\uffff", "\ud800"];

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  420,
  0.5,
  1.5e-5,
  0.0001,
  999999.5,
  1000000.5,
  123456.75,
  1e16,
  1e20,
  1e21,
  1.9e19,
  -1e19,
  5e-324,
  1.7976931348623157e308,
  9007199254740991,
  9007199254740993n,
  -(2n ** 63n),
  2n ** 64n - 1n,
];

/** An object of everything that Kustomize prints, and now and then of more. */
export function printableObject(draw: Draw): Record<string, unknown> {
  return object(draw, 0);
}

function object(draw: Draw, depth: number): Record<string, unknown> {
  const count = draw(depth === 0 ? 5 : 4);
  const entries = Array.from(
    { length: count + (depth === 0 ? 1 : 0) },
    () => [key(draw), value(draw, depth + 1)] as const,
  );
  return Object.fromEntries(entries);
}

function value(draw: Draw, depth: number): unknown {
  const kind = draw(depth > 4 ? 7 : 11);
  if (kind < 5) return string(draw);
  if (kind === 5) return number(draw);
  if (kind === 6) return [true, false, null][draw(3)];
  if (kind < 9) return object(draw, depth);
  return Array.from({ length: draw(4) }, () => value(draw, depth + 1));
}

function key(draw: Draw): string {
  const kind = draw(12);
  if (kind < 4)
    return pick(
      ["a", "b", "app", "name", "app.kubernetes.io/name", "Team"],
      draw,
    );
  if (kind < 6) return `${pick(["a", "x-", "", "v1.", "A"], draw)}${draw(120)}`;
  if (kind === 6) return "long key ".repeat(8 + draw(20));
  return string(draw)
    .slice(0, 40)
    .replaceAll("\n", draw(30) === 0 ? "\n" : "");
}

function string(draw: Draw): string {
  if (draw(400) === 0) return `a${pick(DAMAGED, draw)}b`;
  if (draw(5) === 0) return pick(AWKWARD, draw);
  const length = 1 + draw(draw(4) === 0 ? 40 : 4);
  return Array.from({ length }, () => pick(PIECES, draw)).join("");
}

function number(draw: Draw): number | bigint {
  if (draw(2) === 0) return pick(NUMBERS, draw);
  const scale = 10 ** (draw(40) - 20);
  return (draw(2) === 0 ? 1 : -1) * draw(1_000_000_007) * scale;
}

function pick<T>(from: readonly T[], draw: Draw): T {
  return from[draw(from.length)] as T;
}
