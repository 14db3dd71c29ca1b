import { isDeepStrictEqual } from "node:util";
import {
  type Chart,
  type ChartPlace,
  charts,
  rangeOf,
} from "../../lib/helm/charts.ts";
import { hasPlaceholder } from "../../lib/kubernetes/facts.ts";
import type { Toleration } from "../../lib/kubernetes/tolerations.ts";
import { withoutEnd } from "../../lib/pattern.ts";
import type { ExtraChart } from "./schema.ts";
import type { ChartReference } from "./sources.ts";
import { newestIn } from "./versions.ts";

/** A place in the values of a chart, of the table or of a config. */
export type ValuePlace = Omit<ChartPlace, "runs" | "defaults" | "shape"> & {
  readonly runs?: string | undefined;
  readonly shape?: ChartPlace["shape"] | undefined;
  readonly defaults?: readonly Toleration[] | undefined;
};

/** What is known of a release's chart. */
export interface KnownChart {
  readonly places: readonly ValuePlace[];
  /** What speaks against it being the chart of the table. */
  readonly doubts: readonly Doubt[];
}

export interface Doubt {
  readonly code: "TOL-CHART-VERSION" | "TOL-CHART-REPOSITORY";
  readonly severity?: "info";
  readonly message: string;
  /** The part of the chart's reference that it is about. */
  readonly part: "version" | "sourceRef";
}

let byName: Map<string, readonly Chart[]> | undefined;

/** What is known of a chart, or why nothing is; configs go before the table. */
export function knownChart(
  reference: ChartReference,
  extra: readonly ExtraChart[],
): KnownChart | string {
  const own = extra.find(
    ({ chart, repository }) =>
      chart === reference.name &&
      (!repository ||
        !reference.repository ||
        sameAddress(repository, reference.repository)),
  );
  if (own) return { places: own.values.map(placeOf), doubts: [] };
  byName ??= index();
  const named = byName.get(reference.name) ?? [];
  const here = named.filter(({ repository }) =>
    sameAddress(repository, reference.repository),
  );
  const rows = here.length > 0 ? here : named;
  const fitting = rows.filter((row) => holds(reference, row));
  const candidates = fitting.length > 0 ? fitting : rows;
  const chart = candidates.at(-1);
  if (!chart) return "the table has no such chart";
  if (!candidates.every((other) => isAlike(other, chart))) {
    return ambiguity(candidates);
  }
  const doubts = [
    ...versionDoubt(reference, chart),
    ...(here.length > 0 ? [] : repositoryDoubt(reference, chart)),
  ];
  return { places: chart.places, doubts };
}

function index(): Map<string, readonly Chart[]> {
  const table = new Map<string, Chart[]>();
  for (const chart of charts) {
    table.set(chart.chart, [...(table.get(chart.chart) ?? []), chart]);
  }
  return table;
}

/** Charts of one name may have the same values, such as successors. */
function isAlike(a: Chart, b: Chart): boolean {
  return a.repository === b.repository || isDeepStrictEqual(a.places, b.places);
}

function ambiguity(candidates: readonly Chart[]): string {
  const repositories = new Set(candidates.map((chart) => chart.repository));
  return `there are charts of this name in ${[...repositories].join(" and ")}, and nothing here says which one it is`;
}

function placeOf(value: ExtraChart["values"][number]): ValuePlace {
  if (typeof value === "string") return { tolerations: value };
  const { nodeSelector, priorityClassName, ...rest } = value;
  return {
    ...rest,
    ...(nodeSelector ? { nodeSelector } : {}),
    ...(priorityClassName ? { priorityClassName } : {}),
  };
}

function sameAddress(a: string, b: string | undefined): boolean {
  const plain = (url: string) => withoutEnd(url, "/").toLowerCase();
  return b !== undefined && plain(a) === plain(b);
}

function holds({ version }: ChartReference, chart: Chart) {
  if (version === undefined || hasPlaceholder(version)) return undefined;
  return newestIn(version, rangeOf(chart));
}

function versionDoubt(reference: ChartReference, chart: Chart): Doubt[] {
  const held = holds(reference, chart);
  if (held === true) return [];
  const { name, version } = reference;
  const known = `the table knows ${name} ${rangeOf(chart)}`;
  if (held === undefined) {
    const message = `${known}, and the release doesn't pin its version${version ? ` (${version})` : ""}`;
    return [
      { code: "TOL-CHART-VERSION", severity: "info", message, part: "version" },
    ];
  }
  const message = `${known}, and the release asks for ${version}: compare the written values with that version's`;
  return [{ code: "TOL-CHART-VERSION", message, part: "version" }];
}

/** Often a mirror; a chart that only shares the name would be misread. */
function repositoryDoubt(reference: ChartReference, chart: Chart): Doubt[] {
  const { name, repository } = reference;
  if (repository === undefined || hasPlaceholder(repository)) return [];
  const message = `taken for the chart of ${chart.repository}, though it comes from ${repository}; if it is another chart, describe it in helmReleases.charts`;
  return [
    {
      code: "TOL-CHART-REPOSITORY",
      message: `${name}: ${message}`,
      part: "sourceRef",
    },
  ];
}
