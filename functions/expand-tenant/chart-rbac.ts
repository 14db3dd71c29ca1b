import { isMapping, valueAt } from "../../lib/krm/item.ts";
import type { Result } from "../../lib/krm/result.ts";
import { appSource } from "./app-source.ts";
import { type Checking, unlessSuspended } from "./checking.ts";
import { entryOf, tell } from "./locate.ts";
import type { App } from "./schema-apps.ts";
import type { Tenant } from "./tenants.ts";

/** What must be known of a chart: the part of a chart table that is read. */
export interface KnownChart {
  readonly chart: string;
  /** Address of a HelmRepository, or the `oci://` parent of the chart. */
  readonly repository: string;
  readonly rbac?: {
    readonly shipsClusterRbac: boolean;
    readonly shipsNamespaceRbac: boolean;
    /** Paths that, all set to false, leave none. */
    readonly off?: readonly string[];
  };
}

const ships = (
  chart: string,
  repository: string,
  ...off: readonly string[]
): KnownChart => ({
  chart,
  repository,
  rbac: {
    shipsClusterRbac: true,
    shipsNamespaceRbac: true,
    ...(off.length > 0 ? { off } : {}),
  },
});

/**
 * Charts that render Roles or ClusterRoles with their default values.
 * Source: the values files and templates of each chart.
 */
export const CHARTS_WITH_RBAC: readonly KnownChart[] = [
  ships("alloy", "https://grafana.github.io/helm-charts", "rbac.create"),
  ships("argo-cd", "https://argoproj.github.io/argo-helm"),
  ships(
    "external-dns",
    "https://kubernetes-sigs.github.io/external-dns",
    "rbac.create",
  ),
  ships("fluent-bit", "https://fluent.github.io/helm-charts", "rbac.create"),
  ships(
    "gha-runner-scale-set",
    "oci://ghcr.io/actions/actions-runner-controller-charts",
  ),
  ships(
    "grafana",
    "https://grafana-community.github.io/helm-charts",
    "rbac.create",
  ),
  ships("grafana", "https://grafana.github.io/helm-charts", "rbac.create"),
  ships("loki", "https://grafana-community.github.io/helm-charts"),
  ships("loki", "https://grafana.github.io/helm-charts"),
  ships(
    "prometheus",
    "https://prometheus-community.github.io/helm-charts",
    "rbac.create",
    "kube-state-metrics.rbac.create",
  ),
  ships("traefik", "https://traefik.github.io/charts", "rbac.enabled"),
];

/**
 * Charts of a Tenant that render RBAC objects: its reconciler may create none,
 * so the release would never become ready.
 */
export function chartChecks(
  tenant: Tenant,
  charts: readonly KnownChart[],
  checking: Checking,
): Result[] {
  const { apps = [] } = tenant.spec;
  return apps.flatMap((app) => {
    const known = chartOf(tenant, app, charts);
    const problem = known && rbacProblem(known, app);
    if (!problem) return [];
    return unlessSuspended(checking, "TEN-CHART-RBAC", tenant, () =>
      tell(tenant, "TEN-CHART-RBAC", {
        at: ["apps", entryOf(app, "apps"), "helm"],
        message: problem,
      }),
    );
  });
}

/** The table's entry for the chart of an app, by name and repository. */
function chartOf(
  tenant: Tenant,
  app: App,
  charts: readonly KnownChart[],
): KnownChart | undefined {
  const found = app.helm && appSource(tenant, app);
  if (!found) return undefined;
  const { oci, helm } = found.source;
  const address = (oci ?? helm)?.url.replace(/\/+$/, "");
  const whole = oci ? address : `${address}/${app.helm?.chart}`;
  return charts.find(
    ({ chart, repository }) => `${repository}/${chart}` === whole,
  );
}

function rbacProblem(
  { chart, rbac }: KnownChart,
  app: App,
): string | undefined {
  if (!rbac?.shipsClusterRbac && !rbac?.shipsNamespaceRbac) return undefined;
  const begin = `the chart ${chart} renders Roles, which no tenant's reconciler may create`;
  if (!rbac.off) {
    return `${begin}, and no value turns that off: make it a component of the platform that this tenant owns (PlatformComponent.spec.owner)`;
  }
  const on = rbac.off.filter((path) => !isOff(app, path));
  if (on.length === 0) return undefined;
  const values = on.map((path) => `${path}: false`).join(", ");
  return `${begin}: set ${values} in helm.values, or make it a component of the platform that this tenant owns`;
}

function isOff({ helm }: App, path: string): boolean {
  const { values } = helm ?? {};
  return isMapping(values) && valueAt(values, path.split(".")) === false;
}
