import type { Context } from "../krm/define.ts";
import { finding } from "../krm/finding.ts";
import { type Item, type KubernetesObject, text } from "../krm/item.ts";
import type { Path, Result } from "../krm/result.ts";
import { listed } from "../krm/words.ts";
import { isGlob } from "../pattern.ts";
import { compileLabels, globs, textOf } from "./match.ts";
import type { LabelSelector, SelectEntry } from "./schema.ts";
import { relatedOf } from "./well-known.ts";

/** Whether an object fulfils what was compiled. */
export type Matcher = (item: Item) => boolean;

/** What selectors need to know of other objects. */
export interface Scope {
  /** Labels of the Namespace `name`, `undefined` where it isn't at hand. */
  namespaceLabels(name: string): KubernetesObject | undefined;
}

/** A rule's `select` and `exclude`, compiled once for many objects. */
export interface Selection {
  /** Whether an item's labels or annotations may decide. */
  readonly volatile: boolean;
  /**
   * Whether the rule is for `item`; remembers which entries matched. `part` is
   * what it stands for: either may be selected, neither may be excluded.
   */
  selects(item: Item, part?: Item): boolean;
  /** SELECT-NOTHING and SELECT-UNKNOWN of what was asked so far. */
  findings(functionKind: string): Result[];
}

/** Codes of the findings here, for a function's `rules`. */
export const SELECT_RULES = {
  "SELECT-NOTHING": "An entry of select matches no object of this build.",
  "SELECT-UNKNOWN":
    "namespaceLabels asks for a Namespace that is not in this build.",
} as const;

/**
 * The Namespaces among `items`, then those of `context.related`. They are
 * looked for when the first selector asks.
 */
export function scopeOf(items: readonly Item[], context: Context): Scope {
  let labels: Map<string, KubernetesObject> | undefined;
  return {
    namespaceLabels(name) {
      labels ??= namespaceLabels(items, context);
      return labels.get(name);
    },
  };
}

function namespaceLabels(
  items: readonly Item[],
  context: Context,
): Map<string, KubernetesObject> {
  const labels = new Map<string, KubernetesObject>();
  for (const item of [...relatedOf(context, "Namespace"), ...items]) {
    if (isNamespace(item)) labels.set(item.name, item.labels);
  }
  return labels;
}

/** Whether `item` is a core Namespace. */
export function isNamespace(item: Item): boolean {
  return item.kind === "Namespace" && item.apiVersion === "v1";
}

/** Flux kinds whose `spec.targetNamespace` says where their objects go. */
const FLUX_GROUPS: Readonly<Record<string, string>> = {
  Kustomization: "kustomize.toolkit.fluxcd.io",
  HelmRelease: "helm.toolkit.fluxcd.io",
};

/** Whether `item` is a Flux Kustomization or a HelmRelease. */
export function isFlow(item: Item): boolean {
  const { kind } = item;
  if (kind !== "Kustomization" && kind !== "HelmRelease") return false;
  return item.group === FLUX_GROUPS[kind];
}

/**
 * The namespace that selectors mean: of a Namespace its name, of a Flux
 * Kustomization or HelmRelease its `targetNamespace`, else
 * `metadata.namespace`; `""` where there is none.
 */
export function namespaceMeant(item: Item): string {
  if (isNamespace(item)) return item.name;
  if (!isFlow(item)) return item.namespace;
  return text(item.get(["spec", "targetNamespace"])) || item.namespace;
}

/**
 * `select` and `exclude` of the rule that stands at `path` in the spec. Keeps
 * track of matches, so it is compiled anew for every run.
 */
export function compileSelection(
  rule: {
    readonly select?: readonly SelectEntry[] | undefined;
    readonly exclude?: readonly SelectEntry[] | undefined;
  },
  path: Path,
  scope: Scope,
): Selection {
  const at = ["spec", ...path];
  const unknown = new Set<string>();
  const seen = new Set<number>();
  const compile = (entry: SelectEntry) => compileEntry(entry, scope, unknown);
  const wanted = rule.select?.map(compile);
  const unwanted = rule.exclude?.map(compile) ?? [];
  return {
    volatile: [...(rule.select ?? []), ...(rule.exclude ?? [])].some(
      (entry) => entry.labels ?? entry.annotations ?? entry.namespaceLabels,
    ),
    selects(item, part) {
      const is = (one: Item) => !wanted || matchesAny(wanted, one, seen);
      const isNot = (one: Item) => unwanted.some((matches) => matches(one));
      if (!part) return is(item) && !isNot(item);
      return (is(item) || is(part)) && !isNot(item) && !isNot(part);
    },
    findings: (kind) => [
      ...(rule.select ?? []).flatMap((entry, index) =>
        seen.has(index) || entry.optional
          ? []
          : [nothingMatches(kind, entry, [...at, "select", index])],
      ),
      ...unknownNamespaces(kind, at, unknown),
    ],
  };
}

/** Asks the entries that never matched too, so that `seen` is complete. */
function matchesAny(
  entries: readonly Matcher[],
  item: Item,
  seen: Set<number>,
): boolean {
  let hit = false;
  entries.forEach((matches, index) => {
    if (hit && seen.has(index)) return;
    if (!matches(item)) return;
    seen.add(index);
    hit = true;
  });
  return hit;
}

/** One entry; its cheapest conditions are asked first. */
export function compileEntry(
  entry: SelectEntry,
  scope: Scope,
  unknown: Set<string> = new Set(),
): Matcher {
  const matchers: Matcher[] = [];
  const { kinds, names, namespaces, labels, annotations } = entry;
  if (kinds) matchers.push(compileKinds(kinds));
  if (names) {
    const matches = globs(names);
    matchers.push((item) => matches(item.name));
  }
  if (namespaces) {
    const matches = globs(namespaces);
    matchers.push((item) => {
      const namespace = namespaceMeant(item);
      return namespace !== "" && matches(namespace);
    });
  }
  if (labels) {
    const matches = compileLabels(labels);
    matchers.push((item) => matches(item.labels));
  }
  if (annotations) matchers.push(compileAnnotations(annotations));
  if (entry.namespaceLabels) {
    matchers.push(namespaceMatcher(entry.namespaceLabels, scope, unknown));
  }
  return (item) => matchers.every((matches) => matches(item));
}

function compileKinds(kinds: readonly string[]): Matcher {
  const wanted = kinds.map((name) => {
    const slash = name.lastIndexOf("/");
    const group = slash < 0 ? undefined : name.slice(0, slash);
    return {
      kind: name.slice(slash + 1),
      group: group === "core" ? "" : group,
    };
  });
  return (item) =>
    wanted.some(
      ({ kind, group }) =>
        kind === item.kind && (group === undefined || group === item.group),
    );
}

function compileAnnotations(wanted: Readonly<Record<string, string>>): Matcher {
  const entries = Object.entries(wanted).map(
    ([key, value]) => [key, globs([value])] as const,
  );
  return ({ annotations }) =>
    entries.every(([key, matches]) => {
      const value = textOf(annotations, key);
      return value !== undefined && matches(value);
    });
}

function namespaceMatcher(
  selector: LabelSelector,
  scope: Scope,
  unknown: Set<string>,
): Matcher {
  const matches = compileLabels(selector);
  return (item) => {
    if (isNamespace(item)) return matches(item.labels);
    const namespace = namespaceMeant(item);
    if (!namespace) return false;
    const labels = scope.namespaceLabels(namespace);
    if (!labels) unknown.add(namespace);
    return labels !== undefined && matches(labels);
  };
}

function nothingMatches(
  functionKind: string,
  entry: SelectEntry,
  path: Path,
): Result {
  const literal = isLiteral(entry.names) || isLiteral(entry.namespaces);
  const advice = literal
    ? "; correct it, or set optional: true where that is expected"
    : "";
  return finding(functionKind, "SELECT-NOTHING", {
    severity: literal ? "warning" : "info",
    message: `matches no object of this build${advice}`,
    field: { path },
  });
}

/** Names without a wildcard: somebody meant this very object. */
function isLiteral(patterns: readonly string[] | undefined): boolean {
  return patterns !== undefined && !patterns.some(isGlob);
}

function unknownNamespaces(
  functionKind: string,
  path: Path,
  names: ReadonlySet<string>,
): Result[] {
  if (names.size === 0) return [];
  const list = listed([...names].sort());
  const message = `asks for namespaceLabels, but this build has no Namespace ${list}: its objects do not match; render knows the cluster's Namespaces`;
  return [
    finding(functionKind, "SELECT-UNKNOWN", {
      severity: "info",
      message,
      field: { path },
    }),
  ];
}
