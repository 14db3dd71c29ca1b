import { charts, rangeOf } from "../../lib/helm/charts.ts";
import {
  type Context,
  defineFunction,
  type Outcome,
  type Table,
} from "../../lib/krm/define.ts";
import type { Item } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { isLocalConfig } from "../../lib/kubernetes/local-config.ts";
import { lengthToLastMark, stepsOf } from "../../lib/kubernetes/pods/paths.ts";
import {
  lookAlike,
  type Place,
  placesOf,
} from "../../lib/kubernetes/pods/places.ts";
import { mayHoldPods } from "../../lib/kubernetes/pods/suspects.ts";
import { isFlow } from "../../lib/kubernetes/select.ts";
import { configProblems } from "./config.ts";
import { fromConfigMap } from "./config-map.ts";
import { policy } from "./policy.ts";
import { placeRelease } from "./release.ts";
import { type Change, type Run, runOf } from "./run.ts";
import { type ExtraPlace, Spec } from "./schema.ts";
import { findUnknown, placeWorkload } from "./workload.ts";

/** Where pods may run: tolerations, node selectors, priority classes. */
export const injectTolerations = defineFunction({
  kind: policy.kind,
  role: "guards",
  summary:
    "Adds tolerations, node selectors and priority classes to every workload, custom resource and Helm release that a rule selects.",
  schema: Spec,
  rules: policy.rules,
  fromConfigMap,
  tables: () => ({ charts: chartsTable() }),
  run,
});

function chartsTable(): Table {
  return {
    header: ["chart", "versions", "tolerations at", "read", "source"],
    rows: charts.map((row) => {
      const { chart, versions, source, places } = row;
      const paths = places.map(({ tolerations }) => `\`${tolerations}\``);
      return [chart, rangeOf(row), paths.join(", "), versions[1], source];
    }),
  };
}

function run(items: readonly Item[], spec: Spec, context: Context): Outcome {
  const problems = configProblems(spec);
  if (problems.length > 0) return { items, results: problems };
  const run = runOf(items, spec, context);
  const visitorOf = visitors(spec);
  const results: Result[] = [];
  const placed = items.map((item) => {
    const visit = visitorOf(item);
    if (!visit || isLocalConfig(item)) return item;
    const change = visit(item, run);
    results.push(...change.results);
    return change.item;
  });
  return { items: placed, results: [...results, ...run.findings()] };
}

type Visitor = (item: Item, run: Run) => Change;

/** What is to be done with an object; decided once a kind. */
function visitors(spec: Spec): (item: Item) => Visitor | undefined {
  const known = new Map<string, Visitor | undefined>();
  return (item) => {
    const key = `${item.apiVersion} ${item.kind}`;
    if (!known.has(key)) known.set(key, visitorOf(item, spec.places ?? []));
    return known.get(key);
  };
}

function visitorOf(
  item: Item,
  extra: readonly ExtraPlace[],
): Visitor | undefined {
  const { apiVersion, kind } = item;
  const own = extra.filter((place) => isFor(place, item)).map(placeOf);
  const places = [...(placesOf(apiVersion, kind) ?? []), ...own];
  if (places.length > 0) {
    return (workload, run) => placeWorkload(workload, places, run);
  }
  if (kind === "HelmRelease" && isFlow(item)) return placeRelease;
  const alike = lookAlike(apiVersion, kind) !== undefined;
  return alike || !mayHoldPods(item) ? undefined : findUnknown;
}

function isFor({ group, kind }: ExtraPlace, item: Item): boolean {
  return kind === item.kind && (group === "core" ? "" : group) === item.group;
}

/** What the table says of a place, for one that a config names. */
function placeOf({ path, shape }: ExtraPlace): Place {
  const steps = stepsOf(path);
  const isList = shape === "tolerations" && steps.at(-1) === "tolerations";
  const holder = isList ? steps.slice(0, -1) : steps;
  const podSpec = shape === "podSpec";
  return {
    path: holder,
    shape,
    // The config says that the field exists: its parents may be made.
    required: podSpec ? holder.length : Math.max(1, lengthToLastMark(holder)),
    existingOnly: false,
    nodeSelector: podSpec,
    priorityClassName: podSpec,
  };
}
