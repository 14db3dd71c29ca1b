import type { Context } from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import { formatPath, type Result } from "../../lib/krm/result.ts";
import { scalarText } from "../../lib/kubernetes/match.ts";
import { isNamespace, namespaceMeant } from "../../lib/kubernetes/select.ts";
import {
  isToleration,
  type TolerationSettings,
  tolerationProblems,
} from "../../lib/kubernetes/tolerations.ts";
import { relatedOf } from "../../lib/kubernetes/well-known.ts";
import { finding } from "./policy.ts";
import { ordered } from "./resolve.ts";
import type { Want } from "./wants.ts";

/**
 * Annotation with the tolerations of every pod in a Namespace, as JSON.
 * Source: Kubernetes, admission plugin PodTolerationRestriction.
 */
export const DEFAULTS = "scheduler.alpha.kubernetes.io/defaultTolerations";

/** What Namespaces want of their workloads. */
export interface NamespaceDefaults {
  of(item: Item): readonly Want[];
  readonly results: readonly Result[];
}

/** Reads the Namespaces among the items and in `context.related`. */
export function namespaceDefaults(
  items: readonly Item[],
  context: Context,
  settings: TolerationSettings,
): NamespaceDefaults {
  const found = new Map<string, readonly Want[]>();
  const results: Result[] = [];
  const related = relatedOf(context, "Namespace");
  for (const item of [...related, ...items]) {
    if (!isNamespace(item)) continue;
    const json = scalarText(item.annotation(DEFAULTS));
    if (!json) continue;
    const list = parse(json, settings);
    if (typeof list === "string") results.push(invalid(item, json, list));
    else
      found.set(
        item.name,
        list.map((entry) => wantOf(item, entry)),
      );
  }
  const none: readonly Want[] = [];
  const of = (item: Item) =>
    found.size === 0 ? none : (found.get(namespaceMeant(item)) ?? none);
  return { of, results };
}

type Given = Want["toleration"];

/** The tolerations, or what is wrong with them. */
function parse(json: string, settings: TolerationSettings): Given[] | string {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    return "must be a list of tolerations as JSON";
  }
  if (!Array.isArray(list)) return "must be a list of tolerations as JSON";
  for (const [index, entry] of list.entries()) {
    const [problem] = tolerationProblems(entry, settings);
    if (problem) {
      const path = formatPath([
        index,
        ...(problem.field ? [problem.field] : []),
      ]);
      return `${path} ${problem.message}`;
    }
  }
  return list.filter(isToleration).map(ordered);
}

function wantOf(item: Item, toleration: Given): Want {
  return {
    toleration,
    yields: true,
    origin: {
      code: "TOL-NAMESPACE",
      at: { object: item.ref, path: ["metadata", "annotations", DEFAULTS] },
      reason: `default of Namespace ${item.name}`,
    },
  };
}

function invalid(item: Item, current: string, problem: string): Result {
  const path = ["metadata", "annotations", DEFAULTS];
  const message = `${problem}; it is not applied`;
  const field = { path, current };
  return finding("TOL-INVALID", { message, item, field });
}
