import { isDeepStrictEqual } from "node:util";
import type { Field } from "../../lib/krm/finding.ts";
import { Item, mapping } from "../../lib/krm/item.ts";
import { formatPath, type Path, type Result } from "../../lib/krm/result.ts";
import { merge } from "../../lib/kubernetes/merge-tolerations.ts";
import { repeatedAt, type Spot } from "../../lib/kubernetes/pods/spots.ts";
import { namespaceMeant } from "../../lib/kubernetes/select.ts";
import { type ChartSpot, chartSpots } from "./chart-spots.ts";
import { type KnownChart, knownChart } from "./chart-table.ts";
import { notMapping } from "./policy.ts";
import type { CompiledRule } from "./rules.ts";
import type { Change, Run } from "./run.ts";
import { type ChartReference, chartOf } from "./sources.ts";
import { unprovenSources } from "./values-from.ts";
import { isEmpty, type Wants } from "./wants.ts";
import { clashes, placeAll, withDefaults } from "./workload.ts";

/** API versions of what charts run, for rules that select kinds. */
const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  DaemonSet: "apps/v1",
  Job: "batch/v1",
  CronJob: "batch/v1",
  Pod: "v1",
};

/** A HelmRelease: what is wanted goes into the values of its chart. */
export function placeRelease(item: Item, run: Run): Change {
  const reference = chartOf(item, run.sources);
  const known =
    typeof reference === "string"
      ? reference
      : knownChart(reference, run.spec.helmReleases?.charts ?? []);
  if (typeof reference === "string" || typeof known === "string") {
    return unknownChart(item, reference, String(known), run);
  }
  return placeChart(item, reference, known, run);
}

interface Pair extends ChartSpot {
  readonly wants: Wants;
}

function placeChart(
  item: Item,
  reference: ChartReference,
  known: KnownChart,
  run: Run,
): Change {
  const pairs = pairsOf(item, chartSpots(item, known.places), run);
  const wanted = pairs.filter(({ wants }) => !isEmpty(wants));
  const open = pairs.filter(({ blocked }) => !blocked);
  const change = placeAll(item, open, run);
  const contradictions = pairs.flatMap(({ wants }) => clashes(item, wants));
  const obstacles = wanted.flatMap(({ blocked }) =>
    blocked ? notMapping(item, blocked) : [],
  );
  return {
    item: change.item,
    results: [
      ...unique(obstacles),
      ...(wanted.length > 0 ? doubts(item, known, run) : []),
      ...unproven(change.item, wanted, reference, run),
      ...unique(contradictions),
      ...change.results,
    ],
  };
}

/** The spots that a rule is for, each with what is wanted there. */
function pairsOf(item: Item, spots: readonly ChartSpot[], run: Run): Pair[] {
  const defaults = run.defaultsOf(item);
  const rulesFor = new Map<string | undefined, readonly CompiledRule[]>();
  return spots.flatMap((spot) => {
    const { runs } = spot;
    const rules = rulesFor.get(runs) ?? rulesOf(item, runs, run);
    rulesFor.set(runs, rules);
    const idle = rules.length === 0 && defaults.length === 0;
    if (idle && !run.everywhere) return [];
    return [{ ...spot, wants: withDefaults(run.combine(rules), defaults) }];
  });
}

function rulesOf(
  item: Item,
  runs: string | undefined,
  run: Run,
): readonly CompiledRule[] {
  const part = runs === undefined ? undefined : partOf(item, runs);
  return run.rules.filter((rule) => rule.applies(item, part));
}

/** The workload that a chart runs, as far as selectors ask. */
function partOf(item: Item, kind: string): Item {
  const metadata = mapping(item.object.metadata);
  return Item.of({
    apiVersion: API_VERSIONS[kind] ?? "",
    kind,
    metadata: { ...metadata, namespace: namespaceMeant(item) },
  });
}

function unknownChart(
  item: Item,
  reference: ChartReference | string,
  reason: string,
  run: Run,
): Change {
  const none = { item, results: [] };
  const severity = run.spec.helmReleases?.unknownChart ?? "warning";
  if (severity === "ignore") return none;
  const kinds = [undefined, ...Object.keys(API_VERSIONS)];
  const rules = new Set(kinds.flatMap((kind) => rulesOf(item, kind, run)));
  const wants = withDefaults(
    run.combine(run.rules.filter((rule) => rules.has(rule))),
    run.defaultsOf(item),
  );
  const clashing = wants.clashes.length > 0;
  if (isEmpty(wants) && !clashing) return none;
  const chart =
    typeof reference === "string" ? "" : `chart ${reference.name}: `;
  const message = `${chart}${reason}, so nothing is written into its values; add it to helmReleases.charts`;
  const field = chartField(item, "chart");
  const about = { severity, message, item, field };
  return { item, results: run.frame.tell("TOL-CHART-UNKNOWN", about) };
}

/** Where a release says which chart it is of. */
function chartField(item: Item, part: string): Field {
  const isReference = item.get(["spec", "chartRef"]) !== undefined;
  return {
    path: isReference ? ["spec", "chartRef"] : ["spec", "chart", "spec", part],
  };
}

function doubts(item: Item, known: KnownChart, run: Run): Result[] {
  return known.doubts.flatMap(({ code, part, ...about }) =>
    run.frame.tell(code, { ...about, item, field: chartField(item, part) }),
  );
}

/** TOL-VALUES-FROM: values that nobody can see here. */
function unproven(
  item: Item,
  pairs: readonly Pair[],
  reference: ChartReference,
  run: Run,
): Result[] {
  const paths = pairs.flatMap(({ spot, wants }) => ownPaths(item, spot, wants));
  if (paths.length === 0) return [];
  const sources = unprovenSources(item, paths, run.sources);
  if (reference.valuesFiles) sources.push("the chart's valuesFiles");
  if (sources.length === 0) return [];
  const fields = paths.map((path) => formatPath(path.slice(2))).join(", ");
  const message = `${sources.join(" and ")} may set ${fields}, which can't be seen here and which spec.values now replaces; write what it sets into spec.values`;
  const field = item.get(["spec", "valuesFrom"])
    ? { path: ["spec", "valuesFrom"] }
    : chartField(item, "valuesFiles");
  return run.frame.tell("TOL-VALUES-FROM", { message, item, field });
}

/**
 * Paths whose values come from the rules alone. Where the release says more
 * than that, its author has seen to it. Asked of the result, so that a second
 * run answers the same.
 */
function ownPaths(item: Item, spot: Spot, wants: Wants): Path[] {
  const fresh = repeatedAt(spot, undefined).map((one) => one.toleration);
  const { list, writes } = merge(fresh, wants.tolerations, "keep");
  const current = item.get(spot.tolerations);
  const same = isDeepStrictEqual(current, spot.taints ? undefined : list);
  const { priorityClassName: path } = spot;
  const name = wants.priorityClassName?.value;
  const named = path && name !== undefined && item.get(path) === name;
  return [
    ...(writes.length > 0 && same ? [spot.tolerations] : []),
    ...(named ? [path] : []),
  ];
}

function unique(results: readonly Result[]): Result[] {
  return [...new Map(results.map((one) => [keyOf(one), one])).values()];
}

function keyOf({ message, field }: Result): string {
  return `${message} ${field?.path}`;
}
