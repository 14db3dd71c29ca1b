import { withoutEnd } from "../pattern.ts";

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
]);

/** Decimal numbers that a double surely holds; most are. */
const SMALL = /^(?:0|[1-9][0-9]{0,14})$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const MAY_BE_SPECIAL =
  /^(?:[-+.0-9~]|$|(?:[tT]|[nN])[a-zA-Z]{3}$|[fF][a-zA-Z]{4}$)/;
const MAY_BE_NUMBER = /^[-+.0-9]/;
const INTEGER =
  /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|(0[0-7]*|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt]| +)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d{2}:\d{2})?)?$/;

/**
 * The value of a plain scalar as Go's YAML reader (go-yaml v3, kyaml) and thus
 * Kustomize and kpt see it: `0644` is 420, `1_000` is 1000, `yes` a string, a
 * date the string of its timestamp. Throws `RangeError` for what JSON does not
 * have (`.inf`, `.nan`): Kustomize and kpt refuse it.
 */
export function resolvePlain(text: string): Scalar {
  if (!MAY_BE_SPECIAL.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!MAY_BE_NUMBER.test(text)) return text;
  if (SMALL.test(text)) return Number(text);
  if (NOT_FINITE.test(text)) {
    throw new RangeError(`the number ${text} does not exist in JSON`);
  }
  const time = TIME.exec(text);
  if (time) return timestamp(time) ?? text;
  const number = withoutUnderscores(text);
  const integer = INTEGER.exec(number);
  const whole = integer && integerOf(integer);
  if (whole !== null && whole !== undefined) return whole;
  if (!FLOAT.test(number)) return text;
  const float = Number(number);
  // Go's parser refuses what overflows, and the text stays a string.
  return Number.isFinite(float) ? float : text;
}

const PLUS = 43;
const DASH = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/**
 * Whether the plain scalar that starts here may be what JSON does not have:
 * `.inf`, `-.inf`, or the zone of a time, `2001-12-14T21:59:43+24:00`.
 */
export function isDoubtful(text: string, start: number): boolean {
  const first = text.charCodeAt(start);
  if (first > NINE) return false;
  if (first >= ZERO) return text.charCodeAt(start + 4) === DASH;
  const sign = first === DASH || first === PLUS;
  return text.charCodeAt(sign ? start + 1 : start) === POINT;
}

/**
 * Whether the plain scalar is a string to Go, and no time either. Only such
 * can be keys.
 */
export function isString(text: string): boolean {
  if (!MAY_BE_SPECIAL.test(text)) return true;
  if (NOT_FINITE.test(text)) return false;
  const time = TIME.exec(text);
  return !(time && isTime(time)) && resolvePlain(text) === text;
}

function isTime(match: RegExpExecArray): boolean {
  try {
    return timestamp(match) !== undefined;
  } catch {
    // A time that has no JSON.
    return true;
  }
}

/** The text as go-yaml takes it for a number. */
function withoutUnderscores(text: string): string {
  // Behind a leading point they stand between digits only.
  if (text.startsWith(".")) return text.replaceAll(/(?<=\d)_(?=\d)/g, "");
  // A sign may stand behind the prefix.
  return text.replaceAll("_", "").replace(/^0([bo])([-+])/, "$20$1");
}

/** `undefined` where 64 bits don't hold it: then it may still be a float. */
function integerOf(match: RegExpExecArray): Scalar | undefined {
  const [, sign, hex, binary, octal, decimal = ""] = match;
  let digits = decimal;
  if (hex) digits = `0x${hex}`;
  else if (binary) digits = `0b${binary}`;
  else if (octal) digits = `0o${octal}`;
  else if (/^0[0-7]+$/.test(decimal)) digits = `0o${decimal.slice(1)}`;
  const value = BigInt(digits) * (sign === "-" ? -1n : 1n);
  // Go has no unsigned integers with a sign.
  const limit = sign ? 2n ** 63n : 2n ** 64n;
  if (value < -(2n ** 63n) || value >= limit) return undefined;
  const number = Number(value);
  return BigInt(number) === value ? number : value;
}

/** RFC 3339 with the shortest fraction, as Go marshals a time. */
function timestamp(match: RegExpExecArray): string | undefined {
  const [, year, month = "", day = "", separator] = match;
  const [hour = "0", minute = "0", second = "0"] = match.slice(5, 8);
  const [digits = "", zone] = match.slice(8);
  // Go wants a zone behind a T and none behind a blank.
  const zoned = separator !== undefined && !separator.startsWith(" ");
  if (zoned !== (zone !== undefined)) return undefined;
  const fraction = withoutEnd(digits.slice(0, 9), "0");
  // The calendar repeats every 400 years; Date takes years below 100 for others.
  const likeYear = 2000 + (Number(year) % 400);
  const days = new Date(Date.UTC(likeYear, Number(month), 0)).getUTCDate();
  const valid =
    inside(month, 1, 12) &&
    inside(day, 1, days) &&
    inside(hour, 0, 23) &&
    inside(minute, 0, 59) &&
    inside(second, 0, 59);
  const offset = valid ? offsetOf(zone) : undefined;
  if (offset === undefined) return undefined;
  const date = `${year}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${fraction && `.${fraction}`}${offset}`;
}

/** A zone as Go marshals it: it takes 24 hours and 60 minutes, and carries. */
function offsetOf(zone = "Z"): string | undefined {
  if (zone === "Z") return zone;
  const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
  if (hours > 24 || minutes > 60) return undefined;
  const total = hours * 60 + minutes;
  if (total === 0) return "Z";
  if (total >= 24 * 60)
    throw new RangeError(`the zone ${zone} is a day or more`);
  const hour = two(String(Math.floor(total / 60)));
  return `${zone[0]}${hour}:${two(String(total % 60))}`;
}

function two(digits: string): string {
  return digits.padStart(2, "0");
}

function inside(digits: string, low: number, high: number): boolean {
  return Number(digits) >= low && Number(digits) <= high;
}

/** `yes`, `Null`, `OFF`: no strings to some reader. The source of an expression. */
export const OTHER_WORDS =
  "[yY](?:[eE][sS])?|[nN](?:[oO]|[uU][lL][lL])?|[oO](?:[nN]|[fF][fF])|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]";
const WORDS_OF_1_1 = new RegExp(`^(?:${OTHER_WORDS})$`);
const WORD = /^[A-Za-z][A-Za-z0-9./_-]*$/;
/** No underscore before a digit, which looks like a number. */
const PLAIN =
  /^(?!_+[0-9])[A-Za-z/$_][A-Za-z0-9 ./$_@%+=~^*?!;:&|<>()#'"\\-]*$/;
const PLAIN_FORBIDDEN = /: | #|:$| $/;

/**
 * Whether `text` written plain is the same string to a YAML 1.1 and a 1.2
 * reader. Strict on purpose: what is not surely safe is quoted.
 */
export function isPlainSafe(text: string): boolean {
  if (isOtherWord(text)) return false;
  return WORD.test(text) || (PLAIN.test(text) && !PLAIN_FORBIDDEN.test(text));
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

const NOTHING_TO_ESCAPE = /^[ !#-[\]-~]*$/;

/** A double-quoted scalar on one line that every reader takes. */
export function quoted(text: string): string {
  if (NOTHING_TO_ESCAPE.test(text)) return `"${text}"`;
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
  return WORD.test(text) && !isOtherWord(text);
}

/** Whether a word is something else than a string to some reader: `yes`. */
export function isOtherWord(word: string): boolean {
  return word.length <= 5 && WORDS_OF_1_1.test(word);
}
