import { parseTaints } from "./taints.ts";

/** Keys of a ConfigMap that are fields of its one toleration. */
const FIELDS = ["key", "operator", "value", "effect"];

/**
 * One rule for every workload, from the data of a ConfigMap: `key`, `operator`,
 * `value`, `effect` and `tolerationSeconds` of one toleration, or
 * `tolerations` as JSON or as taints (`key=value:effect; key:effect`); and
 * `priorityClassName`, `onConflict`, and `namespaces` and `kinds` as lists with
 * commas. Anything else is left for the schema to refuse.
 */
export function fromConfigMap(data: Readonly<Record<string, string>>): unknown {
  const { tolerations, tolerationSeconds, onConflict, ...more } = data;
  const { namespaces, kinds, ...rest } = more;
  const one: Record<string, unknown> = {};
  for (const field of FIELDS) {
    if (Object.hasOwn(rest, field)) one[field] = rest[field];
  }
  if (tolerationSeconds !== undefined) {
    one.tolerationSeconds = Number(tolerationSeconds);
  }
  const others = Object.fromEntries(
    Object.entries(rest).filter(([key]) => !FIELDS.includes(key)),
  );
  const list = tolerations === undefined ? [] : listOf(tolerations);
  const single = Object.keys(one).length > 0 ? [one] : [];
  const selects = namespaces !== undefined || kinds !== undefined;
  const entry = {
    ...(namespaces === undefined ? {} : { namespaces: split(namespaces) }),
    ...(kinds === undefined ? {} : { kinds: split(kinds) }),
  };
  const rule = {
    ...(selects ? { select: [entry] } : {}),
    tolerations: Array.isArray(list) ? [...list, ...single] : list,
    ...others,
  };
  return { rules: [rule], ...(onConflict === undefined ? {} : { onConflict }) };
}

/** What can't be read stays as it is: the schema says what is expected. */
function listOf(text: string): unknown {
  const taints = parseTaints(text);
  if (taints) return taints;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function split(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
