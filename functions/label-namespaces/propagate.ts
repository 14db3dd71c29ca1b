import type { Outcome } from "../../lib/krm/define.ts";
import { type Item, isMapping } from "../../lib/krm/item.ts";
import type { Path, Result } from "../../lib/krm/result.ts";
import type { Why } from "../../lib/krm/why.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import { labelValueProblem } from "../../lib/kubernetes/labels.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { textOf } from "../../lib/kubernetes/match.ts";
import { finding } from "./policy.ts";
import type { Run } from "./run.ts";

/** Labels that the workloads of a namespace get, by key. */
export type Inheritance = ReadonlyMap<string, string>;

interface Workload {
  readonly group: string;
  /** Every `metadata` of it that may carry labels. */
  readonly places: readonly Path[];
}

const OWN: Path = ["metadata"];
const TEMPLATE: Path = ["spec", "template", "metadata"];
const apps: Workload = { group: "apps", places: [OWN, TEMPLATE] };

const PROPAGATED: Why = {
  code: "NS-PROPAGATE",
  at: { path: ["spec", "propagate"] },
  reason: "its Namespace has this label",
};

/** The core workloads. Source: Kubernetes API reference, "Workloads". */
const WORKLOADS: Readonly<Record<string, Workload>> = {
  Pod: { group: "", places: [OWN] },
  PodTemplate: { group: "", places: [OWN, ["template", "metadata"]] },
  ReplicationController: { group: "", places: [OWN, TEMPLATE] },
  Deployment: apps,
  StatefulSet: apps,
  DaemonSet: apps,
  ReplicaSet: apps,
  Job: { group: "batch", places: [OWN, TEMPLATE] },
  CronJob: {
    group: "batch",
    places: [
      OWN,
      ["spec", "jobTemplate", "metadata"],
      ["spec", "jobTemplate", "spec", "template", "metadata"],
    ],
  },
};

/** Labels among `keys` of a Namespace that can be handed down. */
export function inheritanceOf(
  namespace: Item,
  keys: readonly string[],
): Inheritance {
  const labels = new Map<string, string>();
  for (const key of keys) {
    const value = textOf(namespace.labels, key);
    if (value === undefined) continue;
    if (labelValueProblem(value) && !hasPlaceholder(value)) continue;
    labels.set(key, value);
  }
  return labels;
}

/** Gives workloads and their pod templates the labels that they lack. */
export function handDown(
  items: readonly Item[],
  inherited: ReadonlyMap<string, Inheritance>,
  run: Run,
): Outcome {
  if (inherited.size === 0) return { items, results: [] };
  const results: Result[] = [];
  const all = items.map((item) => {
    const labels = isWorkload(item) ? inherited.get(item.namespace) : undefined;
    if (!labels?.size || isLocalConfig(item)) return item;
    return inherit(item, { labels, run, results });
  });
  return { items: all, results };
}

function isWorkload(item: Item): boolean {
  const { kind } = item;
  if (!Object.hasOwn(WORKLOADS, kind)) return false;
  return item.group === WORKLOADS[kind]?.group;
}

interface Bequest {
  readonly labels: Inheritance;
  readonly run: Run;
  readonly results: Result[];
}

function inherit(source: Item, { labels, run, results }: Bequest): Item {
  let item = source;
  for (const gap of gapsIn(source, labels)) {
    const { path, value, current } = gap;
    const code = current === undefined ? "NS-PROPAGATE" : "NS-PROPAGATE-KEPT";
    if (run.frame.suspends(code, source)) continue;
    if (current === undefined) {
      item = item.set(path, value, PROPAGATED);
    } else {
      results.push(kept(source, path, { current, proposed: value }));
    }
  }
  return item;
}

interface Gap {
  readonly path: Path;
  readonly value: string;
  readonly current: string | undefined;
}

/** Places whose label is not that of the Namespace. */
function gapsIn(item: Item, inheritance: Inheritance): Gap[] {
  return (WORKLOADS[item.kind]?.places ?? []).flatMap((place) => {
    const labels = labelsAt(item, place);
    if (!labels) return [];
    return [...inheritance].flatMap(([key, value]) => {
      const current = textOf(labels, key);
      if (current === value) return [];
      return [{ path: [...place, "labels", key], value, current }];
    });
  });
}

/** The labels at a place, `undefined` where none can be written. */
function labelsAt(
  item: Item,
  place: Path,
): Readonly<Record<string, unknown>> | undefined {
  const owner = item.get(place.slice(0, -1));
  if (!isMapping(owner) || selectsItself(item, place)) return undefined;
  const metadata = owner.metadata ?? {};
  if (!isMapping(metadata)) return undefined;
  const labels = metadata.labels ?? {};
  return isMapping(labels) ? labels : undefined;
}

/** Without a selector, a ReplicationController selects by its template. */
function selectsItself(item: Item, place: Path): boolean {
  if (item.kind !== "ReplicationController" || place === OWN) return false;
  return !isMapping(item.get(["spec", "selector"]));
}

function kept(
  item: Item,
  path: Path,
  values: { readonly current: string; readonly proposed: string },
): Result {
  const key = path.at(-1);
  const { current, proposed } = values;
  return finding("NS-PROPAGATE-KEPT", {
    item,
    message: `label ${key} is ${current}, and ${proposed} on the Namespace: it was left, as selectors may use it`,
    field: { path, current, proposed },
  });
}
