import { GROUP } from "../../lib/krm/define.ts";
import { text } from "../../lib/krm/item.ts";
import { nearest } from "../../lib/krm/nearest.ts";
import { RULES } from "./codes.ts";
import { KNOWN_CODES } from "./known-codes.ts";
import { type Breach, breach, type World } from "./world.ts";

/** Exceptions that no function reads: their rule is of none. */
export function unknownExceptions({ items }: World): Breach[] {
  const known = new Set([...Object.keys(RULES), ...KNOWN_CODES]);
  const path = ["spec", "rule"];
  return items.flatMap((item) => {
    if (item.kind !== "GuardrailException" || item.group !== GROUP) return [];
    const rule = text(item.get(path));
    if (rule === "" || known.has(rule)) return [];
    const meant = nearest(rule, known);
    const hint = meant ? `, did you mean ${meant}?` : "";
    const message = `no rule is called ${rule}${hint}: this exception suspends nothing`;
    return [breach(item, path, message, meant)];
  });
}
