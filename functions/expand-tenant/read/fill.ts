import { isMapping } from "../../../lib/krm/item.ts";
import type { Path, Severity } from "../../../lib/krm/result.ts";
import type { Problem } from "../../../lib/krm/schema.ts";
import {
  type Facts,
  isTemplate,
  templateProblem,
} from "../../../lib/kubernetes/facts.ts";
import type { Code } from "../policy.ts";

/** A mistake in a spec, to be made a finding of the object it stands in. */
export interface Mistake extends Problem {
  readonly rule: Code;
  readonly severity?: Severity;
}

/** `value` with every fact of its texts filled in. */
export function fillIn(
  value: unknown,
  facts: Facts,
): { readonly value: unknown; readonly problems: readonly Mistake[] } {
  const problems: Mistake[] = [];
  const fill = (inner: unknown, path: Path): unknown => {
    if (typeof inner === "string") return filled(inner, path);
    if (Array.isArray(inner)) {
      return inner.map((one, index) => fill(one, [...path, index]));
    }
    if (!isMapping(inner)) return inner;
    const entries = Object.entries(inner);
    return Object.fromEntries(
      entries.map(([key, one]) => [key, fill(one, [...path, key])]),
    );
  };
  const filled = (text: string, path: Path): string => {
    if (!isTemplate(text)) return text;
    const broken = templateProblem(text);
    const found = broken ? undefined : facts.resolve(text);
    if (found && "value" in found) return found.value;
    const rule = found?.problem.rule ?? "TEN-INVALID";
    const message = found?.problem.message ?? broken ?? "";
    problems.push({ rule, path, message });
    return text;
  };
  return { value: fill(value, []), problems };
}
