import type { Path, Result } from "../../lib/krm/result.ts";
import { isTemplate, templateProblem } from "../../lib/kubernetes/facts.ts";
import {
  annotationKeyProblem,
  dnsLabelProblem,
  labelKeyProblem,
  labelValueProblem,
  reservedBy,
} from "../../lib/kubernetes/labels.ts";
import { ALWAYS_THERE, PRUNE } from "../../lib/kubernetes/well-known.ts";
import { GENERATED_BY } from "../../lib/policy/owned.ts";
import { pathProblem } from "./path.ts";
import { type Code, finding, policy } from "./policy.ts";
import type { Component, Namespace } from "./resources.ts";

interface Mistake {
  readonly code: Code;
  readonly path: Path;
  readonly message: string | undefined;
}

/** Mistakes of a component that a schema can't see, whatever the cluster is. */
export function componentProblems(component: Component): Result[] {
  const { item } = component;
  const mistakes = [
    ...ownMistakes(component),
    ...pathMistakes(component),
    ...variableMistakes(component),
    ...(component.spec.namespaces ?? []).flatMap(namespaceMistakes),
  ];
  return mistakes.flatMap(({ code, path, message }) =>
    message === undefined
      ? []
      : [
          finding(code, {
            item,
            message,
            field: { path, current: item.get(path) },
          }),
        ],
  );
}

/** The name is that of the flow, which Flux writes into labels. */
function ownMistakes({ name, spec }: Component): Mistake[] {
  const ignored = spec.wait === true && (spec.healthChecks?.length ?? 0) > 0;
  return [
    {
      code: "PRO-RESOURCE",
      path: ["metadata", "name"],
      message: dnsLabelProblem(name),
    },
    {
      code: "PRO-RESOURCE",
      path: ["spec", "wait"],
      message: ignored
        ? "Flux ignores healthChecks where wait is true; leave one of them out"
        : undefined,
    },
  ];
}

function pathMistakes({ spec }: Component): Mistake[] {
  return Object.entries(spec.profiles).map(([profile, { path }]) => ({
    code: "PRO-PATH",
    path: ["spec", "profiles", profile, "path"],
    message: templateProblem(path) ?? pathProblem(path),
  }));
}

function variableMistakes({ spec }: Component): Mistake[] {
  return Object.entries(spec.variables ?? {}).map(([name, value]) => ({
    code: "PRO-RESOURCE",
    path: ["spec", "variables", name],
    message: templateProblem(value),
  }));
}

function namespaceMistakes(declared: Namespace, index: number): Mistake[] {
  const at = ["spec", "namespaces", index];
  const code = "PRO-NAMESPACE-INVALID";
  const { name, labels = {}, annotations = {} } = declared;
  const standing = ALWAYS_THERE.includes(name)
    ? `${name} is there in every cluster; use it without declaring it`
    : undefined;
  return [
    { code, path: [...at, "name"], message: standing ?? dnsLabelProblem(name) },
    ...Object.entries(labels).map(([key, value]) => ({
      code: code as Code,
      path: [...at, "labels", key],
      message: labelMistake(declared, key, value),
    })),
    ...Object.entries(annotations).map(([key, value]) => ({
      code: code as Code,
      path: [...at, "annotations", key],
      message: annotationMistake(key, value),
    })),
  ];
}

/** Annotations that every Namespace of a component gets. */
const OWN: readonly string[] = [GENERATED_BY, PRUNE];

function annotationMistake(key: string, value: string): string | undefined {
  if (OWN.includes(key)) return `${key} can't be set: ${policy.kind} writes it`;
  return annotationKeyProblem(key) ?? templateProblem(value);
}

const ENFORCE = "pod-security.kubernetes.io/enforce";

function labelMistake(
  { podSecurity }: Namespace,
  key: string,
  value: string,
): string | undefined {
  const owner = reservedBy(key);
  if (owner) return `${key} can't be set: ${owner}`;
  if (key === ENFORCE && podSecurity) {
    return "podSecurity sets this label already; leave one of them out";
  }
  const problem = labelKeyProblem(key) ?? templateProblem(value);
  return problem ?? (isTemplate(value) ? undefined : labelValueProblem(value));
}
