import { codeOf, writeAll } from "../../lib/krm/stdio.ts";
import { CommandError } from "./command.ts";

/**
 * Characters that a terminal, or a reader of a log, takes for a command or can't
 * see: controls of both sets but the line feed, line and paragraph separators,
 * marks that turn the direction of text, the byte order mark.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * What a CI system takes for a command: `::warning::` at the start of a line
 * (GitHub, which drops blanks before it) and `##[error]` anywhere (GitHub, Azure).
 */
const COMMAND = /^([^\S\n]*)::|(##)\[/gm;

/**
 * Text for people in which nothing that came from a repository acts: what can't
 * be seen is written as `\u{…}`, no line is a command, URLs have lost their user
 * and query. Line feeds stay.
 */
export function safeText(text: string): string {
  return withoutSecrets(text.replaceAll(UNSEEN, escaped)).replaceAll(
    COMMAND,
    (_, blanks: string | undefined, marks?: string) =>
      marks ? "#\\#[" : `${blanks ?? ""}\\::`,
  );
}

/** JSON of a value, indented, in which all that is text is safe in the same way. */
export function safeJson(value: unknown): string {
  return JSON.stringify(withoutTokens(value), null, 2)
    .replaceAll(UNSEEN, (sign) => `\\u${hex(sign).padStart(4, "0")}`)
    .replaceAll("##[", "#\\u0023[");
}

function withoutTokens(value: unknown): unknown {
  if (typeof value === "string") return withoutSecrets(value);
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    withoutSecrets(key),
    withoutTokens(inner),
  ]);
  return Object.fromEntries(entries);
}

/** Text whose URLs have lost their user and query, which hold tokens. */
export function withoutSecrets(text: string): string {
  const [head = "", ...tails] = text.split("://");
  return [head, ...tails.map(withoutToken)].join("://");
}

/** What stands behind the scheme of a URL, and more text behind that. */
function withoutToken(tail: string): string {
  const url = /^[^ \n"'<>`]*/.exec(tail)?.[0] ?? "";
  const path = url.search(/[/?#]|$/);
  const user = url.lastIndexOf("@", path);
  const query = url.indexOf("?");
  const kept = url.slice(user + 1, query < 0 ? undefined : query);
  const start = user < 0 ? "" : "…@";
  const end = query < 0 ? "" : "?…";
  return start + kept + end + tail.slice(url.length);
}

function escaped(sign: string): string {
  return `\\u{${hex(sign)}}`;
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16);
}

/** Writes text for people; throws as `write` does. */
export function say(fd: 1 | 2, text: string): void {
  write(fd, safeText(text));
}

/** Writes a value for programs; throws as `write` does. */
export function sayJson(value: unknown): void {
  write(1, `${safeJson(value)}\n`);
}

/**
 * Throws `CommandError` where stdout takes no more; for a reader that went away,
 * and for stderr, what the file descriptor says.
 */
function write(fd: 1 | 2, text: string): void {
  try {
    writeAll(fd, Buffer.from(text));
  } catch (error) {
    const code = codeOf(error);
    if (fd === 2 || code === "" || code === "EPIPE") throw error;
    throw new CommandError(
      `the output is incomplete, stdout took no more bytes: ${code}`,
    );
  }
}
