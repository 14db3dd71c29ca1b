import type { SpecOf } from "../../../lib/kubernetes/models.ts";
import { compact, nameRef } from "../../../lib/kubernetes/resources.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import { dependencyOf } from "../check/depends.ts";
import { EFFECTS } from "../check/states.ts";
import { appSource } from "../read/app-source.ts";
import type { Settings } from "../read/settings.ts";
import type { Tenant } from "../read/tenants.ts";
import type { App } from "../schema/apps.ts";
import { SOURCE_KINDS } from "./sources.ts";
import { wanted } from "./wanted.ts";

/** The flows of a Tenant: a Kustomization or a HelmRelease for each app. */
export function flowObjects(tenant: Tenant, settings: Settings): Wanted[] {
  const { apps = [] } = tenant.spec;
  return apps.map((app, index) => {
    const place = {
      name: app.name,
      namespace: tenant.home,
      asked: ["apps", index],
    };
    return app.helm
      ? wanted("HelmRelease", tenant, place, {
          spec: release(tenant, app, settings),
        })
      : wanted("Kustomization", tenant, place, {
          spec: flow(tenant, app, settings),
        });
  });
}

/** What both kinds have: never another account, never another namespace. */
function common(tenant: Tenant, app: App) {
  const { dependsOn = [] } = app;
  return compact({
    suspend: EFFECTS[tenant.state].suspended || undefined,
    serviceAccountName: tenant.name,
    targetNamespace: app.namespace ?? tenant.home,
    dependsOn:
      dependsOn.length > 0
        ? dependsOn.map((entry) => dependencyOf(tenant, entry))
        : undefined,
  });
}

function flow(
  tenant: Tenant,
  app: App,
  { defaults }: Settings,
): SpecOf<"Kustomization"> {
  const { path, decryption, interval, timeout, retryInterval } = app;
  return compact({
    interval: interval ?? defaults.interval,
    retryInterval: retryInterval ?? defaults.retryInterval,
    timeout: timeout ?? defaults.timeout,
    prune: app.prune ?? defaults.prune,
    wait: app.wait ?? defaults.wait,
    ...common(tenant, app),
    // The checks refuse a Helm repository.
    sourceRef: sourceRef(tenant, app) as SpecOf<"Kustomization">["sourceRef"],
    path: rooted(path ?? "./"),
    decryption: decryption && {
      provider: "sops" as const,
      ...compact({
        secretRef: nameRef(decryption.secretRef),
        serviceAccountName: decryption.serviceAccountName,
      }),
    },
    postBuild: postBuild(app),
  });
}

/** `deploy` as `./deploy`, the form that Flux shows. */
function rooted(path: string): string {
  return path.startsWith(".") ? path : `./${path}`;
}

function sourceRef(tenant: Tenant, app: App) {
  const found = appSource(tenant, app);
  const { type = "git", name = "" } = found ?? {};
  return { kind: SOURCE_KINDS[type], name };
}

function postBuild(app: App): SpecOf<"Kustomization">["postBuild"] {
  const { substitute, substituteFrom = [] } = app;
  if (!substitute && substituteFrom.length === 0) return undefined;
  const from = substituteFrom.map((one) =>
    typeof one === "string"
      ? { kind: "ConfigMap" as const, name: one }
      : compact(one),
  );
  return compact({
    substitute,
    substituteFrom: from.length > 0 ? from : undefined,
  });
}

function release(
  tenant: Tenant,
  app: App,
  { defaults }: Settings,
): SpecOf<"HelmRelease"> {
  const { interval, timeout, helm = {} } = app;
  const { values, valuesFrom, releaseName } = helm;
  const { targetNamespace, ...shared } = common(tenant, app);
  return compact({
    interval: interval ?? defaults.interval,
    timeout: timeout ?? defaults.timeout,
    ...shared,
    releaseName: releaseName ?? app.name,
    targetNamespace,
    // Beside the release, where its account may write Secrets.
    storageNamespace: targetNamespace,
    ...chart(tenant, app),
    install: action(app, defaults, "Create"),
    upgrade: action(app, defaults, "CreateReplace"),
    valuesFrom: valuesFrom?.map((one) => compact(one)),
    values,
  });
}

/** The fourth kind of source, OCI, is no place to look for a chart in. */
type ChartSource = NonNullable<
  SpecOf<"HelmRelease">["chart"]
>["spec"]["sourceRef"];

function chart(
  tenant: Tenant,
  app: App,
): Pick<SpecOf<"HelmRelease">, "chart" | "chartRef"> {
  const found = appSource(tenant, app);
  if (found?.type === "oci") {
    return { chartRef: { kind: SOURCE_KINDS.oci, name: found.name } };
  }
  const { chart = "", version } = app.helm ?? {};
  const ref = sourceRef(tenant, app) as ChartSource;
  const spec = compact({ chart, version, sourceRef: ref });
  return { chart: { spec } };
}

/** A HelmRelease has no retryInterval of its own, its actions have. */
function action(
  { retryInterval, wait }: App,
  defaults: Settings["defaults"],
  crds: "Create" | "CreateReplace",
) {
  return compact({
    crds,
    disableWait: (wait ?? defaults.wait) ? undefined : true,
    strategy: {
      name: "RetryOnFailure" as const,
      retryInterval: retryInterval ?? defaults.retryInterval,
    },
  });
}
