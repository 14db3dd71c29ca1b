/**
 * Characters that a terminal, or a reader of a log, takes for a command or can't
 * see: controls of both sets but the line feed, line and paragraph separators,
 * marks that turn the direction of text, the byte order mark.
 */
export const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * What a CI system takes for a command: `::warning::` at the start of a line
 * (GitHub, which drops blanks before it), `##[error]`, `##vso[…]` and
 * `##teamcity[…]` anywhere (GitHub, Azure, TeamCity).
 */
const COMMAND = /^(\p{Zs}*)::|##([\w.-]*)\[/gmu;

/** Longer words are no names: 253 characters are the most that Kubernetes takes. */
const LONG_WORD = 512;
/** What is shown of such a word, from its start and its end. */
const SHOWN = 100;
const LONG_LINE = 8000;

/**
 * Text for people in which nothing that came from a repository acts: what can't
 * be seen is written as `\u{…}`, no line is a command, URLs have lost their user
 * and query, words and lines that nobody reads to their end are cut. Line feeds
 * stay.
 */
export function safeText(text: string): string {
  const seen = withoutTokens(text.replaceAll(UNSEEN, escaped));
  const short = seen.length <= LONG_WORD ? seen : shortened(seen);
  return short.replaceAll(
    COMMAND,
    (_, blanks: string | undefined, word?: string) =>
      blanks === undefined ? `#\\#${word}[` : `${blanks}\\::`,
  );
}

/** The same on one line, so that no part of it looks like a line of its own. */
export function safeLine(text: string): string {
  return safeText(oneLine(text));
}

/** Text whose line feeds are written as other characters that can't be seen. */
export function oneLine(text: string): string {
  return text.replaceAll("\n", escaped);
}

/** The most names that a sentence lists. */
const LISTED = 30;

/** `a, b, c`, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  const shown = names.slice(0, LISTED).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function escaped(sign: string): string {
  return `\\u{${sign.charCodeAt(0).toString(16)}}`;
}

function shortened(text: string): string {
  return text
    .replaceAll(/\S+/g, (word) => cut(word, LONG_WORD, SHOWN))
    .replaceAll(/.+/g, (line) => cut(line, LONG_LINE, LONG_LINE / 2 - SHOWN));
}

/** A text, or where it is too long its start and end and how much lay between. */
function cut(text: string, most: number, shown: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, shown).replace(/[\ud800-\udbff]$/, "");
  const tail = text.slice(-shown).replace(/^[\udc00-\udfff]/, "");
  const gone = text.length - head.length - tail.length;
  return `${head}…[${gone} characters]…${tail}`;
}

/** Text whose URLs have lost their user and query, which hold tokens. */
export function withoutTokens(text: string): string {
  return /[@?]/.test(text) ? text.replaceAll(/\S+/g, wordWithout) : text;
}

/** A value all of whose texts, keys too, are without tokens. */
export function valueWithoutTokens(value: unknown): unknown {
  if (typeof value === "string") return withoutTokens(value);
  if (Array.isArray(value)) return value.map(valueWithoutTokens);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    withoutTokens(key),
    valueWithoutTokens(inner),
  ]);
  return Object.fromEntries(entries);
}

function wordWithout(word: string): string {
  const [head = "", ...tails] = word.split("://");
  if (tails.length === 0) return addressWithout(word).replaceAll(PAIRS, "?…");
  const urls = [head, ...tails.map(userWithout)].join("://");
  return addressWithout(urls).replaceAll(QUERY, "?…");
}

const QUERY = /\?[^"'<>`]*/g;
/** The query of what may be no URL. */
const PAIRS = /\?[\w.-]+=[^"'<>`]*/g;

/** What stands behind the scheme of a URL, and more text behind that. */
function userWithout(tail: string): string {
  const path = tail.search(/[/?#]|$/);
  let user = tail.lastIndexOf("@", path);
  if (user < 0 && /:(?!\d*$)/.test(tail.slice(0, path))) {
    // A password that holds a slash: what looks like the host has no port.
    user = tail.lastIndexOf("@");
  }
  if (user < 0 || tail.slice(0, user) === "git") return tail;
  return `…${tail.slice(user)}`;
}

/**
 * `user:password@host/path`, as git takes it too; but no digest of an image and
 * no user of RBAC.
 */
function addressWithout(word: string): string {
  const parts = word.split("@");
  return parts
    .map((part, index) => {
      const host = parts[index + 1];
      if (host === undefined || !/^(?!sha\d+:)[\w.-]+[:/]/.test(host))
        return part;
      const start =
        1 + Math.max(...BEFORE_USER.map((one) => part.lastIndexOf(one)));
      return part.includes(":", start) ? `${part.slice(0, start)}…` : part;
    })
    .join("@");
}

const BEFORE_USER = [..."/\"'<>`(=,["];
