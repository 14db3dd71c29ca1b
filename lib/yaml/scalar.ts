/** What a scalar can be; a bigint where a number would lose digits. */
export type Scalar = string | number | bigint | boolean | null;

const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
  [".inf", Number.POSITIVE_INFINITY],
  [".Inf", Number.POSITIVE_INFINITY],
  [".INF", Number.POSITIVE_INFINITY],
  ["+.inf", Number.POSITIVE_INFINITY],
  ["+.Inf", Number.POSITIVE_INFINITY],
  ["+.INF", Number.POSITIVE_INFINITY],
  ["-.inf", Number.NEGATIVE_INFINITY],
  ["-.Inf", Number.NEGATIVE_INFINITY],
  ["-.INF", Number.NEGATIVE_INFINITY],
  [".nan", Number.NaN],
  [".NaN", Number.NaN],
  [".NAN", Number.NaN],
]);

const MAY_BE_SPECIAL = /^(?:[-+.0-9~]|$|[tTfFnN][a-zA-Z]{3,4}$)/;
const INTEGER =
  /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|(0[0-7]*|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ ])(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,9})?(Z|[-+]\d{2}:\d{2})?)?$/;

/**
 * The value of a plain scalar as Go's YAML reader (go-yaml v3, kyaml) and thus
 * Kustomize and kpt see it: `0644` is 420, `1_000` is 1000, `yes` a string, a
 * date the string of its timestamp.
 */
export function resolvePlain(text: string): Scalar {
  if (!MAY_BE_SPECIAL.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const time = TIME.exec(text);
  if (time) return timestamp(time) ?? text;
  const number = text.replaceAll("_", "");
  const integer = INTEGER.exec(number);
  if (integer) return integerOf(integer);
  if (!FLOAT.test(number)) return text;
  const float = Number(number);
  // Go's parser refuses what overflows, and the text stays a string.
  return Number.isFinite(float) ? float : text;
}

function integerOf(match: RegExpExecArray): Scalar {
  const [, sign, hex, binary, octal, decimal = ""] = match;
  let digits = decimal;
  if (hex) digits = `0x${hex}`;
  else if (binary) digits = `0b${binary}`;
  else if (octal) digits = `0o${octal}`;
  else if (/^0[0-7]+$/.test(decimal)) digits = `0o${decimal.slice(1)}`;
  const value = BigInt(digits) * (sign === "-" ? -1n : 1n);
  const fits = value >= -(2n ** 63n) && value < 2n ** 64n;
  if (!fits) return Number(value);
  const number = Number(value);
  return BigInt(number) === value ? number : value;
}

/** RFC 3339 with the shortest fraction, as Go marshals a time. */
function timestamp(match: RegExpExecArray): string | undefined {
  const [, year, month = "", day = "", hour = "0", minute = "0", second = "0"] =
    match;
  const fraction = (match[7] ?? "").replace(/\.?0+$/, "");
  const zone = match[8] ?? "Z";
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const valid =
    inside(month, 1, 12) &&
    inside(day, 1, days) &&
    inside(hour, 0, 23) &&
    inside(minute, 0, 59) &&
    inside(second, 0, 59);
  if (!valid) return undefined;
  const two = (digits: string): string => digits.padStart(2, "0");
  const date = `${year}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${zone}`;
}

function inside(digits: string, low: number, high: number): boolean {
  return Number(digits) >= low && Number(digits) <= high;
}

const WORDS_OF_1_1 = /^(?:y|yes|n|no|on|off|true|false|null)$/i;
const PLAIN = /^[A-Za-z/$_][A-Za-z0-9 ./$_@%+=~^*?!;:&|<>()#'"\\-]*$/;
const PLAIN_FORBIDDEN = /: | #|:$| $/;
const NUMERIC_LOOK = /^_*[0-9]/;

/**
 * Whether `text` written plain is the same string to a YAML 1.1 and a 1.2
 * reader. Strict on purpose: what is not surely safe is quoted.
 */
export function isPlainSafe(text: string): boolean {
  return (
    PLAIN.test(text) &&
    !PLAIN_FORBIDDEN.test(text) &&
    !WORDS_OF_1_1.test(text) &&
    !NUMERIC_LOOK.test(text)
  );
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);
const TO_ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are escaped
  /["\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\u{10000}-\u{10ffff}]/gu;

/** A double-quoted scalar on one line that every reader takes. */
export function quoted(text: string): string {
  return `"${text.replaceAll(TO_ESCAPE, escaped)}"`;
}

function escaped(character: string): string {
  const known = ESCAPES.get(character);
  if (known) return known;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${hex.padStart(4, "0")}`;
  return `\\U${hex.padStart(8, "0")}`;
}

/** A plain scalar that is a string to every reader and needs no decoding. */
export function isPlainWord(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9./_-]*$/.test(text) && !WORDS_OF_1_1.test(text);
}
