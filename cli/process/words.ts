import { codeOf, writeAll } from "../../lib/krm/stdio.ts";
import { safeText, UNSEEN, valueWithoutTokens } from "../../lib/krm/words.ts";
import { CommandError } from "./command.ts";

/** JSON of a value, indented, in which all that is text is safe as in `safeText`. */
export function safeJson(value: unknown): string {
  return JSON.stringify(valueWithoutTokens(value), null, 2)
    .replaceAll(
      UNSEEN,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
    .replaceAll(/##(?=[\w.-]*\[)/g, "#\\u0023");
}

/**
 * Between which marks Kustomize's words quote what it read, a Secret among it: a
 * config or a patch, a list, a literal, a node. From the first mark to the last, as
 * what is quoted may hold marks too; to the end where the last is missing.
 */
const QUOTED: readonly (readonly [string, string])[] = [
  ["`", "`"],
  ["[", "]"],
  ["literal source ", ", expected "],
  ["node contents:", "\n\n\n"],
];

/** A line of YAML. */
const FIELD = /^([ \t]*(?:- )?["']?(?!Error|fatal)[\w./-]+["']?:[ \t]).+/gm;

/** A line of our own functions, which quotes nothing that must not be read. */
const OWN_LINE = /^[a-z-]+: (?:error|warning|info) \[[A-Z-]+\].*\n?/gm;

/**
 * The words of another program, without what they quote of files; what our
 * functions said in them comes first.
 */
export function foreignWords(words: string): string {
  const own = words.match(OWN_LINE) ?? [];
  return own.join("") + withoutQuotes(words.replaceAll(OWN_LINE, ""));
}

function withoutQuotes(words: string): string {
  let text = words;
  for (const [open, close] of QUOTED) {
    const start = text.indexOf(open) + open.length;
    if (start < open.length) continue;
    const end = text.lastIndexOf(close);
    text = `${text.slice(0, start)}…${end < start ? "" : text.slice(end)}`;
  }
  return text.replaceAll(FIELD, "$1…");
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
