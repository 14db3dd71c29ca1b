import { nearest } from "../../lib/krm/nearest.ts";
import type { Result } from "../../lib/krm/result.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import { textOf } from "../../lib/kubernetes/match.ts";
import type { Namespace } from "./namespace.ts";
import { finding } from "./policy.ts";

interface Known {
  readonly key: string;
  readonly examples: readonly string[];
  /** What else it takes. */
  readonly pattern?: RegExp;
}

const LEVEL = { examples: ["privileged", "baseline", "restricted"] };
const VERSION = {
  examples: ["latest", "v1.34"],
  pattern: /^v1\.(0|[1-9][0-9]*)$/,
};

/**
 * Labels whose value the API server itself checks on a Namespace.
 * Source: Kubernetes, Pod Security Admission, labels of namespaces.
 */
const KNOWN_VALUES: readonly Known[] = ["enforce", "audit", "warn"].flatMap(
  (mode) => [
    { key: `pod-security.kubernetes.io/${mode}`, ...LEVEL },
    { key: `pod-security.kubernetes.io/${mode}-version`, ...VERSION },
  ],
);

/** Keys that Kubernetes reads; one that is almost the same is a mistake. */
export const KNOWN_KEYS: ReadonlySet<string> = new Set(
  KNOWN_VALUES.map(({ key }) => key),
);

/** Values that Pod Security Admission refuses. */
export function podSecurityProblems({ item, labels }: Namespace): Result[] {
  const results: Result[] = [];
  for (const { key, pattern, examples } of KNOWN_VALUES) {
    const current = textOf(labels, key);
    if (current === undefined || examples.includes(current)) continue;
    if (pattern?.test(current)) continue;
    if (hasPlaceholder(current)) continue;
    const proposed = nearest(current, examples);
    const result = finding("NS-LABEL-INVALID", {
      item,
      message: `the API server refuses the label ${key}: Pod Security Admission takes ${examples.join(", ")}`,
      field: { path: ["metadata", "labels", key], current, proposed },
    });
    results.push(result);
  }
  return results;
}
