import type { Item } from "../../lib/krm/item.ts";
import { nearest } from "../../lib/krm/nearest.ts";
import type { Result } from "../../lib/krm/result.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import { textOf } from "../../lib/kubernetes/match.ts";
import { finding } from "./claims.ts";

interface Known {
  readonly pattern: RegExp;
  readonly examples: readonly string[];
}

const LEVEL: Known = {
  pattern: /^(privileged|baseline|restricted)$/,
  examples: ["privileged", "baseline", "restricted"],
};
const VERSION: Known = {
  pattern: /^(latest|v1\.(0|[1-9][0-9]*))$/,
  examples: ["latest", "v1.34"],
};

/**
 * Labels whose value the API server itself checks on a Namespace.
 * Source: Kubernetes, Pod Security Admission, labels of namespaces.
 */
const KNOWN_VALUES: readonly (readonly [string, Known])[] = [
  "enforce",
  "audit",
  "warn",
].flatMap((mode): [string, Known][] => [
  [`pod-security.kubernetes.io/${mode}`, LEVEL],
  [`pod-security.kubernetes.io/${mode}-version`, VERSION],
]);

/** Keys that Kubernetes reads; one that is almost the same is a mistake. */
export const KNOWN_KEYS: ReadonlySet<string> = new Set(
  KNOWN_VALUES.map(([key]) => key),
);

/** Values that Pod Security Admission refuses. */
export function podSecurityProblems(item: Item): Result[] {
  return KNOWN_VALUES.flatMap(([key, { pattern, examples }]) => {
    const current = textOf(item.labels, key);
    if (current === undefined || pattern.test(current)) return [];
    if (hasPlaceholder(current)) return [];
    const proposed = nearest(current, examples);
    return [
      finding("NS-LABEL-INVALID", {
        severity: "error",
        item,
        message: `the API server refuses the label ${key}: Pod Security Admission takes ${examples.join(", ")}`,
        field: { path: ["metadata", "labels", key], current, proposed },
      }),
    ];
  });
}
