import { type Chart, charts } from "../../../lib/helm/charts.ts";
import { isMapping, valueAt } from "../../../lib/krm/item.ts";
import type { Result } from "../../../lib/krm/result.ts";
import { stepsOf } from "../../../lib/kubernetes/pods/paths.ts";
import { withoutEnd } from "../../../lib/pattern.ts";
import { appSource } from "../read/app-source.ts";
import { entryOf } from "../read/locate.ts";
import type { Tenant } from "../read/tenants.ts";
import type { App } from "../schema/apps.ts";
import { type Checking, unlessSuspended } from "./checking.ts";

/**
 * Charts of a Tenant that render RBAC objects: its reconciler may create none,
 * so the release would never become ready.
 */
export function chartChecks(tenant: Tenant, checking: Checking): Result[] {
  const { apps = [] } = tenant.spec;
  return apps.flatMap((app) => {
    const known = chartOf(tenant, app);
    const problem = known && rbacProblem(known, app);
    if (!problem) return [];
    return unlessSuspended(checking, "TEN-CHART-RBAC", tenant, {
      at: ["apps", entryOf(app, "apps"), "helm"],
      message: problem,
    });
  });
}

/** The table's entry for the chart of an app, by name and repository. */
function chartOf(tenant: Tenant, app: App): Chart | undefined {
  const found = app.helm && appSource(tenant, app);
  if (!found) return undefined;
  const { oci, helm } = found.source;
  const address = withoutEnd((oci ?? helm)?.url ?? "", "/");
  const whole = oci ? address : `${address}/${app.helm?.chart}`;
  return charts.find(
    ({ chart, repository }) => `${repository}/${chart}` === whole,
  );
}

function rbacProblem({ chart, rbac }: Chart, app: App): string | undefined {
  if (!rbac) return undefined;
  const begin = `the chart ${chart} renders Roles, which no tenant's reconciler may create`;
  if (rbac.length === 0) {
    return `${begin}, and no value turns that off: make it a component of the platform that this tenant owns (PlatformComponent.spec.owner)`;
  }
  const on = rbac.filter((path) => !isOff(app, path));
  if (on.length === 0) return undefined;
  const values = on.map((path) => `${path}: false`).join(", ");
  return `${begin}: set ${values} in helm.values, or make it a component of the platform that this tenant owns`;
}

function isOff({ helm }: App, path: string): boolean {
  const { values } = helm ?? {};
  return isMapping(values) && valueAt(values, stepsOf(path)) === false;
}
