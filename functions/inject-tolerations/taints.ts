import type { Toleration } from "../../lib/kubernetes/tolerations.ts";

/**
 * Tolerations written as taints in one text, `key=value:effect; key:effect`:
 * the notation of `kubectl taint` and of settings such as Longhorn's.
 * `undefined` where the text can't be read.
 */
export function parseTaints(text: string): Toleration[] | undefined {
  const list: Toleration[] = [];
  for (const part of text.split(/[;,\n]/)) {
    if (part.trim() === "") continue;
    const found = /^([^=:\s]+)(?:=([^=:\s]*))?:([A-Za-z]+)$/.exec(part.trim());
    if (!found) return undefined;
    const [, key, value, effect] = found;
    const exists = value === undefined;
    list.push({
      key,
      operator: exists ? "Exists" : "Equal",
      ...(exists ? {} : { value }),
      effect,
    });
  }
  return list;
}

/** A toleration as a taint; `undefined` where it can't be one. */
export function formatTaint(toleration: Toleration): string | undefined {
  const { key, operator, value, effect, tolerationSeconds } = toleration;
  if (!key || !effect || tolerationSeconds !== undefined) return undefined;
  if (operator === "Exists") return `${key}:${effect}`;
  const equal = !operator || operator === "Equal";
  return equal ? `${key}=${value ?? ""}:${effect}` : undefined;
}
