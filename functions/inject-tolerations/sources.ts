import type { Context } from "../../lib/krm/define.ts";
import { type Item, mapping, text, valueAt } from "../../lib/krm/item.ts";
import { relatedOf } from "../../lib/kubernetes/well-known.ts";
import { withoutEnd } from "../../lib/pattern.ts";

/** Objects that HelmReleases refer to. */
export interface Sources {
  /** The object, `undefined` where it isn't at hand. */
  find(kind: string, namespace: string, name: string): Item | undefined;
}

const KINDS = new Set([
  "HelmRepository",
  "OCIRepository",
  "HelmChart",
  "ConfigMap",
]);

/** Looks among the items and in `context.related`, when first asked. */
export function sourcesOf(items: readonly Item[], context: Context): Sources {
  let index: Map<string, Item> | undefined;
  const idOf = (kind: string, namespace: string, name: string) =>
    `${kind}/${namespace}/${name}`;
  return {
    find(kind, namespace, name) {
      index ??= new Map(
        [...relatedOf(context), ...items]
          .filter((item) => KINDS.has(item.kind))
          .map((item) => [idOf(item.kind, item.namespace, item.name), item]),
      );
      return index.get(idOf(kind, namespace, name));
    },
  };
}

/** Which chart a HelmRelease installs, as far as this build knows. */
export interface ChartReference {
  readonly name: string;
  readonly version: string | undefined;
  /** Address of its repository without a slash at the end. */
  readonly repository: string | undefined;
  /** Whether it replaces the chart's default values by files of its own. */
  readonly valuesFiles: boolean;
}

/** The chart, or why it isn't known. */
export function chartOf(item: Item, sources: Sources): ChartReference | string {
  const template = item.get(["spec", "chart", "spec"]);
  if (template !== undefined) return fromChartSpec(item, template, sources);
  const { kind, name, namespace } = mapping(item.get(["spec", "chartRef"]));
  const where = text(namespace) || item.namespace;
  const source = sources.find(text(kind), where, text(name));
  const shown = `${text(kind)} ${where}/${text(name)}`;
  if (!text(kind)) return "it names no chart";
  if (kind === "OCIRepository" && source) return fromOci(source);
  if (kind === "HelmChart" && source) {
    return fromChartSpec(source, source.get(["spec"]), sources);
  }
  const known = kind === "OCIRepository" || kind === "HelmChart";
  return known
    ? `its ${shown} is not in this build`
    : `its ${shown} doesn't say which chart it holds`;
}

/** `spec.chart.spec` of a HelmRelease, or `spec` of a HelmChart. */
function fromChartSpec(
  item: Item,
  spec: unknown,
  sources: Sources,
): ChartReference | string {
  const { chart, version, sourceRef, valuesFiles, valuesFile } = mapping(spec);
  const { kind, name, namespace } = mapping(sourceRef);
  // Of a Git repository or a bucket it is a path, and Flux ignores the version.
  const chartName = lastSegment(text(chart));
  if (!chartName) return "it names no chart";
  const packaged = kind !== "GitRepository" && kind !== "Bucket";
  const where = text(namespace) || item.namespace;
  const source = packaged && sources.find("HelmRepository", where, text(name));
  const url = source ? text(source.get(["spec", "url"])) : "";
  return {
    name: chartName,
    version: packaged ? text(version) || undefined : undefined,
    repository: url ? trimmed(url) : undefined,
    valuesFiles: Array.isArray(valuesFiles) || valuesFile !== undefined,
  };
}

function fromOci(source: Item): ChartReference | string {
  const url = trimmed(text(source.get(["spec", "url"])));
  const name = lastSegment(url);
  if (!name) return `its OCIRepository ${source.name} has no url`;
  const ref = valueAt(source.object, ["spec", "ref"]);
  const { tag, semver } = mapping(ref);
  return {
    name,
    version: text(semver) || text(tag) || undefined,
    repository: url.slice(0, -name.length - 1),
    valuesFiles: false,
  };
}

function trimmed(url: string): string {
  return withoutEnd(url, "/");
}

function lastSegment(path: string): string {
  return trimmed(path).split("/").at(-1) ?? "";
}
