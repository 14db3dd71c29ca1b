import { MERGE } from "./cursor.ts";
import { isPlainSafe, quoted } from "./scalar.ts";

/** How the text around an edit is laid out; new text follows it. */
export interface Style {
  /** Spaces from a mapping to what it holds. */
  readonly step: number;
  /** Sequences stand deeper than their key. */
  readonly wide: boolean;
  readonly eol: "\n" | "\r\n";
  /** No block scalars: what follows would become their text. */
  readonly quoted?: boolean;
}

/** What any document without a look of its own gets; Kustomize's layout. */
export const DEFAULT_STYLE: Style = { step: 2, wide: false, eol: "\n" };

/**
 * The text behind `key:` in a block mapping whose keys stand in column
 * `indent`: a blank and a scalar, or a line end and deeper lines.
 */
export function emitValue(
  value: unknown,
  indent: number,
  style: Style,
): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return " []";
    return (
      style.eol + emitSequence(value, sequenceColumn(indent, style), style)
    );
  }
  if (isMap(value)) {
    if (Object.keys(value).length === 0) return " {}";
    const column = indent + style.step;
    return style.eol + " ".repeat(column) + emitMapping(value, column, style);
  }
  return ` ${emitScalar(value, indent + style.step, style)}`;
}

/** The text behind a dash in column `column`, without the blank. */
export function emitElement(
  value: unknown,
  column: number,
  style: Style,
): string {
  if (Array.isArray(value) && value.length > 0) {
    return emitSequence(value, column + 2, style).trimStart();
  }
  if (isMap(value) && Object.keys(value).length > 0) {
    return emitMapping(value, column + 2, style);
  }
  if (Array.isArray(value) || isMap(value)) return emitFlow(value);
  return emitScalar(value, column + 2, style);
}

/** `key: value` lines; the first without its indentation. */
export function emitMapping(
  value: Readonly<Record<string, unknown>>,
  column: number,
  style: Style,
): string {
  return Object.entries(value)
    .map(([key, inner]) => `${emitKey(key)}:${emitValue(inner, column, style)}`)
    .join(style.eol + " ".repeat(column));
}

function emitSequence(
  value: readonly unknown[],
  column: number,
  style: Style,
): string {
  const margin = " ".repeat(column);
  return value
    .map((inner) => `${margin}- ${emitElement(inner, column, style)}`)
    .join(style.eol);
}

/** Column of the dashes of a new sequence below a key in column `indent`. */
export function sequenceColumn(indent: number, style: Style): number {
  return style.wide ? indent + style.step : indent;
}

/** A value on one line, in flow style. */
export function emitFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(emitFlow).join(", ")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(
      ([key, inner]) => `${flowString(writable(key))}: ${emitFlow(inner)}`,
    );
    return `{${entries.join(", ")}}`;
  }
  return typeof value === "string" ? flowString(value) : inline(value);
}

/** A key as every reader takes it; throws for `<<`, which none does. */
export function emitKey(key: string): string {
  return isPlainSafe(writable(key)) ? key : quoted(key);
}

function writable(key: string): string {
  if (key !== MERGE) return key;
  throw new Error("the key << cannot be written: Kustomize loses it");
}

function flowString(text: string): string {
  return isPlainSafe(text) && !/[,?:]/.test(text) ? text : quoted(text);
}

function emitScalar(value: unknown, indent: number, style: Style): string {
  if (typeof value !== "string") return inline(value);
  if (isPlainSafe(value)) return value;
  if (style.quoted || !isLiteral(value)) return quoted(value);
  return literal(value, indent, style);
}

/**
 * Several lines that a literal block holds without any indicator of width, and
 * whatever blank lines follow it.
 */
function isLiteral(text: string): boolean {
  return (
    text.includes("\n") &&
    /^[^\s]/.test(text) &&
    !text.endsWith("\n\n") &&
    /^[\x20-\x7e\n]*$/.test(text) &&
    !/[ \t]$/m.test(text)
  );
}

function literal(text: string, indent: number, style: Style): string {
  const body = text.replace(/\n$/, "");
  const chomp = body === text ? "-" : "";
  const margin = " ".repeat(indent);
  const lines = body
    .split("\n")
    .map((line) => (line === "" ? "" : margin + line));
  return `|${chomp}${style.eol}${lines.join(style.eol)}`;
}

function inline(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") {
    return numberText(value);
  }
  return String(value);
}

/** Every digit, in a form that YAML 1.1 and 1.2 read as the same number. */
function numberText(value: number | bigint): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(Number.isInteger(value) ? BigInt(value) : value);
  if (text === "Infinity") return ".inf";
  if (text === "-Infinity") return "-.inf";
  if (text === "NaN") return ".nan";
  // 1.1 wants a dot in a number with an exponent.
  return /^-?\d+e/.test(text) ? text.replace("e", ".0e") : text;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
