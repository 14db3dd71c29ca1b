import { formatChain, sortGraph } from "../../../lib/graph.ts";
import type { RelatedObject } from "../../../lib/krm/define.ts";
import { Item } from "../../../lib/krm/item.ts";
import { nearest } from "../../../lib/krm/nearest.ts";
import type { Result } from "../../../lib/krm/result.ts";
import { listed } from "../../../lib/krm/words.ts";
import { isFlow } from "../../../lib/kubernetes/select.ts";
import { entryOf, tell } from "../read/locate.ts";
import type { Tenant } from "../read/tenants.ts";
import type { App } from "../schema/apps.ts";

/** Namespace of the platform's own flows. */
export const PLATFORM = "flux-system";

/** A dependency as Flux has it. */
export interface Dependency {
  readonly name: string;
  readonly namespace?: string;
}

/** Names of the platform's flows; `undefined` where none can be seen. */
export type PlatformFlows = ReadonlySet<string> | undefined;

/** The flows of components among the items, which `dependsOn` may name. */
export function platformFlows(
  items: readonly Item[],
  related: readonly RelatedObject[] = [],
): ReadonlySet<string> {
  const all = [...items, ...related.map((object) => Item.of(object))];
  const flows = all.filter(
    (item) =>
      isFlow(item) &&
      item.kind === "Kustomization" &&
      item.namespace === PLATFORM,
  );
  return new Set(flows.map(({ name }) => name));
}

/**
 * The dependency that an entry of `dependsOn` means: an app of the Tenant, else
 * a component's flow, which `flux-system/<name>` says for certain.
 */
export function dependencyOf(tenant: Tenant, entry: string): Dependency {
  const prefix = `${PLATFORM}/`;
  if (entry.startsWith(prefix)) {
    return { name: entry.slice(prefix.length), namespace: PLATFORM };
  }
  return appCalled(tenant, entry)
    ? { name: entry }
    : { name: entry, namespace: PLATFORM };
}

function appCalled({ spec }: Tenant, name: string): App | undefined {
  return spec.apps?.find((app) => app.name === name);
}

/**
 * Checks every `dependsOn`: it must resolve, within one kind, without a cycle.
 * Source: Flux, kustomize-controller and helm-controller: `dependsOn` has no
 * kind, so Kustomizations wait for Kustomizations and HelmReleases for
 * HelmReleases.
 */
export function dependsChecks(tenant: Tenant, flows: PlatformFlows): Result[] {
  const { apps = [] } = tenant.spec;
  const results = apps.flatMap((app) =>
    (app.dependsOn ?? []).flatMap((entry) =>
      entryCheck(tenant, { app, entry, flows }),
    ),
  );
  return [...results, ...cycleChecks(tenant, apps)];
}

interface Edge {
  readonly app: App;
  readonly entry: string;
  readonly flows: PlatformFlows;
}

function entryCheck(tenant: Tenant, edge: Edge): Result[] {
  const { app, entry, flows } = edge;
  const { name, namespace } = dependencyOf(tenant, entry);
  const at = ["apps", entryOf(app, "apps"), "dependsOn", { entry }];
  const other = namespace ? undefined : appCalled(tenant, name);
  if (other) {
    if (Boolean(other.helm) === Boolean(app.helm)) return [];
    const [own, its] = app.helm
      ? ["a Helm release", "a Kustomization"]
      : ["a Kustomization", "a Helm release"];
    const message = `${app.name} is ${own} and ${name} ${its}: Flux waits within one kind only`;
    return [tell(tenant, "TEN-DEPENDS-KIND", { at, message })];
  }
  if (app.helm && (flows?.has(name) || entry !== name)) {
    const message = `${app.name} is a Helm release and ${name} a component's flow, a Kustomization: Flux waits within one kind only`;
    return [tell(tenant, "TEN-DEPENDS-KIND", { at, message })];
  }
  if (!flows && !app.helm) {
    const message = `${name} is no app of this Tenant; whether a component has such a flow can't be seen here`;
    return [tell(tenant, "TEN-UNCHECKED", { at, message })];
  }
  return flows?.has(name) ? [] : [unknown(tenant, edge)];
}

function unknown(tenant: Tenant, { app, entry, flows }: Edge): Result {
  const { apps = [] } = tenant.spec;
  const alike = apps.filter(
    (one) => one !== app && Boolean(one.helm) === Boolean(app.helm),
  );
  const known = alike.map(({ name }) => name);
  if (!app.helm) known.push(...(flows ?? []));
  const proposed = nearest(entry, known);
  const hint = proposed ? `, did you mean ${proposed}?` : "";
  const list = known.length > 0 ? `; there are ${listed(known)}` : "";
  const what = app.helm
    ? "no Helm app of this Tenant"
    : "neither a git app of this Tenant nor the flow of a component of this cluster";
  return tell(tenant, "TEN-DEPENDS-UNKNOWN", {
    at: ["apps", entryOf(app, "apps"), "dependsOn", { entry }],
    message: `${entry} is ${what}${hint}${list}`,
    proposed,
  });
}

/** Each cycle once, told by the first of its apps. */
function cycleChecks(tenant: Tenant, apps: readonly App[]): Result[] {
  const graph = new Map(
    apps.map(({ name, dependsOn = [], helm }) => {
      const own = dependsOn.flatMap((entry) => {
        const { name: wanted, namespace } = dependencyOf(tenant, entry);
        const app = namespace ? undefined : appCalled(tenant, wanted);
        return app && Boolean(app.helm) === Boolean(helm) ? [wanted] : [];
      });
      return [name, own] as const;
    }),
  );
  return sortGraph(graph).cycles.map((cycle) => {
    const [first = "", next = first] = cycle;
    const at = ["apps", { entry: first }, "dependsOn", { entry: next }];
    const message = `apps wait for each other, so none ever starts: ${formatChain(cycle)}; take one of these out`;
    return tell(tenant, "TEN-DEPENDS-CYCLE", { at, message });
  });
}
