import { isKustomization, isOwnFlow } from "../../lib/flux/source.ts";
import type { RepositorySource } from "../../lib/krm/define.ts";
import { Item, mapping, text } from "../../lib/krm/item.ts";
import { formatRef, type Result } from "../../lib/krm/result.ts";
import type { Built } from "../build/objects.ts";
import type { Place } from "./closure.ts";

/** All that a cluster's closure holds. */
export interface World {
  readonly built: Built;
  readonly places: readonly Place[];
}

/** What a closure does not show: who is this repository, and what is elsewhere. */
export function reachProblems(
  world: World,
  source: RepositorySource,
  guarded: boolean,
): Result[] {
  const items = [world.built, ...world.places.map(({ built }) => built)]
    .flatMap(({ printed }) => printed)
    .map((object) => Item.of(object));
  return [
    ...sourceTwice(items, source),
    ...elsewhere(items, source, guarded),
    ...charts(items),
  ];
}

/** Whoever defines the source or the sync again decides what Flux applies. */
function sourceTwice(
  items: readonly Item[],
  { sourceRef, platformNamespaces }: RepositorySource,
): Result[] {
  const wanted = items.filter(
    ({ kind, name, namespace, group }) =>
      name === sourceRef.name &&
      platformNamespaces.includes(namespace) &&
      ((kind === sourceRef.kind && group === "source.toolkit.fluxcd.io") ||
        (kind === "Kustomization" && group === "kustomize.toolkit.fluxcd.io")),
  );
  const seen = new Set<string>();
  return wanted.flatMap((item) => {
    const key = `${item.kind} ${item.namespace}/${item.name}`;
    const again = seen.has(key);
    seen.add(key);
    if (!again) return [];
    return [
      told(
        item,
        "REACH-SOURCE",
        "error",
        `${formatRef(item.ref)} is defined a second time in what the cluster's flows apply: the last one decides what Flux takes for this repository; remove it`,
      ),
    ];
  });
}

/** Flows whose objects are in another repository. */
function elsewhere(
  items: readonly Item[],
  source: RepositorySource,
  guarded: boolean,
): Result[] {
  const flows = items.filter(
    (item) => isKustomization(item) && !isOwnFlow(item, source),
  );
  return flows.map((item) => {
    const { kind, name } = mapping(item.get(["spec", "sourceRef"]));
    const from = `${text(kind)} ${text(name)}`;
    const account = text(item.get(["spec", "serviceAccountName"]));
    const platform = source.platformNamespaces.includes(item.namespace);
    if (guarded && (platform || account === "")) {
      return told(
        item,
        "FLOW-SOURCE",
        "error",
        `applies what ${from} holds, which is not this repository, ${account ? `as ${account}` : "with no account of a tenant"}: nobody looked at it; take it into the repository, or give the flow a tenant's account`,
      );
    }
    return told(
      item,
      "SOURCE-OPEN",
      "info",
      `applies what ${from} holds, which is not this repository${account ? `; ${account} bounds it` : ""}`,
    );
  });
}

/** Charts make objects in the cluster; each is told once. */
function charts(items: readonly Item[]): Result[] {
  const releases = items.filter(
    ({ kind, group }) =>
      kind === "HelmRelease" && group === "helm.toolkit.fluxcd.io",
  );
  const byChart = new Map<string, Item[]>();
  for (const item of releases) {
    const chart = chartOf(item);
    byChart.set(chart, [...(byChart.get(chart) ?? []), item]);
  }
  return [...byChart].map(([chart, own]) => {
    const names = own.map(({ name }) => name).join(", ");
    return told(
      own[0] as Item,
      "CHART-OPEN",
      "info",
      `what the templates of the chart ${chart} make is not known here; its releases: ${names}`,
    );
  });
}

function chartOf(item: Item): string {
  const spec = mapping(item.get(["spec"]));
  const chart = text(mapping(mapping(spec.chart).spec).chart);
  const { kind, name } = mapping(spec.chartRef);
  return chart || `${text(kind)} ${text(name)}`;
}

function told(
  item: Item,
  rule: string,
  severity: Result["severity"],
  message: string,
): Result {
  const tags = { function: "check", rule };
  return { message, severity, resourceRef: item.ref, tags };
}

/** Whether a finding says what nobody can know at build time. */
export function isOpen({ severity, tags }: Result): boolean {
  return severity === "info" && tags.rule.endsWith("-OPEN");
}
