import { nearest } from "../../lib/krm/nearest.ts";
import { listed } from "../../lib/krm/words.ts";

/** `a`, `a or b`, `a, b or c`. */
export function list(words: readonly string[], last = "or"): string {
  const [end = "", ...rest] = [...words].reverse();
  return rest.length > 0 ? `${rest.reverse().join(", ")} ${last} ${end}` : end;
}

/** What was probably meant, and what there is: the end of a sentence. */
export function hint(word: string, known: Iterable<string>): string {
  const names = [...known].sort();
  const meant = nearest(word, names);
  const all = names.length > 0 ? `known: ${listed(names)}` : "there is none";
  return meant ? `did you mean ${meant}? (${all})` : all;
}
