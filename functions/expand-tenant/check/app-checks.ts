import { nearest } from "../../../lib/krm/nearest.ts";
import type { Result } from "../../../lib/krm/result.ts";
import { listed } from "../../../lib/krm/words.ts";
import {
  dnsLabelProblem,
  dnsSubdomainProblem,
} from "../../../lib/kubernetes/labels.ts";
import type { Code } from "../policy.ts";
import { appSource, sourceType } from "../read/app-source.ts";
import { entryOf, type Step, tell } from "../read/locate.ts";
import type { Tenant } from "../read/tenants.ts";
import { credentialsProblem, pathProblem, urlProblem } from "../read/urls.ts";
import type { App } from "../schema/apps.ts";
import type { InlineSource, SourceType } from "../schema/sources.ts";
import type { Alert } from "../schema/tenant.ts";
import { twice } from "./checking.ts";

/** Checks sources, apps, secrets and alerts, each by itself. */
export function appChecks(tenant: Tenant): Result[] {
  const { sources = [], apps = [], secrets = [], alerts = [] } = tenant.spec;
  return [
    ...sources.flatMap((source) => {
      const at = ["sources", entryOf(source, "sources")];
      return [
        ...nameCheck(tenant, [...at, "name"], source.name),
        ...addressChecks(tenant, source, at),
      ];
    }),
    ...sourceTwins(tenant),
    ...apps.flatMap((app) => appCheck(tenant, app)),
    ...secrets.flatMap((one) => {
      const at = ["secrets", entryOf(one, "secrets")];
      return [
        ...nameCheck(tenant, [...at, "name"], one.name),
        ...namespaceCheck(tenant, [...at, "namespace"], one.namespace),
      ];
    }),
    ...twice(
      tenant,
      "secrets",
      secrets.map(({ name, namespace }) => ({
        name: `${namespace ?? tenant.home}/${name}`,
      })),
    ),
    ...alerts.flatMap((alert) => alertChecks(tenant, alert)),
    ...twice(
      tenant,
      "alerts",
      alerts.map((alert) => ({ name: alertName(alert) })),
    ),
  ];
}

/** Name of an alert and its provider. */
export function alertName({ name, provider }: Alert): string {
  return name ?? provider.type;
}

type Check = (text: string) => string | undefined;

function nameCheck(
  tenant: Tenant,
  at: readonly Step[],
  name: string,
  check: Check = dnsSubdomainProblem,
): Result[] {
  const message = check(name);
  return message ? [tell(tenant, "TEN-NAME", { at, message })] : [];
}

function namespaceCheck(
  tenant: Tenant,
  at: readonly Step[],
  namespace: string | undefined,
): Result[] {
  const known = tenant.spec.namespaces.map(({ name }) => name);
  if (namespace === undefined || known.includes(namespace)) return [];
  const proposed = nearest(namespace, known);
  const hint = proposed ? `, did you mean ${proposed}?` : "";
  const message = `${namespace} is no namespace of this Tenant${hint}; it has ${listed(known)}`;
  return [tell(tenant, "TEN-NAMESPACE-UNKNOWN", { at, message, proposed })];
}

/** The addresses in a source; values that may hold a secret stay unsaid. */
function addressChecks(
  tenant: Tenant,
  source: InlineSource,
  at: readonly Step[],
): Result[] {
  const type = sourceType(source);
  if (type === "bucket") return bucketCheck(tenant, source, at);
  const problem = urlProblem(type, source[type]?.url ?? "");
  if (!problem) return [];
  const { rule, message, proposed } = problem;
  const strange = proposed === undefined && source[type]?.url.includes("@");
  const silent = rule === "TEN-URL-CREDENTIALS" || strange === true;
  return [
    tell(tenant, rule, { at: [...at, type, "url"], message, proposed, silent }),
  ];
}

function bucketCheck(
  tenant: Tenant,
  { bucket }: InlineSource,
  at: readonly Step[],
): Result[] {
  const endpoint = bucket?.endpoint ?? "";
  const where = [...at, "bucket", "endpoint"];
  if (endpoint.includes("@")) {
    const message = credentialsProblem(`https://${endpoint}`)?.message ?? "";
    return [
      tell(tenant, "TEN-URL-CREDENTIALS", { at: where, message, silent: true }),
    ];
  }
  if (!endpoint.includes("://")) return [];
  const message =
    "must be a host without a scheme; insecure: true means plain HTTP";
  return [tell(tenant, "TEN-URL", { at: where, message })];
}

/** Sources of one kind and name, inline ones (named as their app) included. */
function sourceTwins(tenant: Tenant): Result[] {
  const { sources = [], apps = [] } = tenant.spec;
  const all = [
    ...sources.map((source) => ({
      name: source.name,
      type: sourceType(source),
    })),
    ...apps.flatMap(({ name, source }) =>
      typeof source === "string" ? [] : [{ name, type: sourceType(source) }],
    ),
  ];
  return twice(
    tenant,
    "sources",
    all.map(({ name, type }) => ({ name: `${name} (${type})` })),
  );
}

function appCheck(tenant: Tenant, app: App): Result[] {
  const at = ["apps", entryOf(app, "apps")];
  const { name, source, path, namespace, helm } = app;
  const outside = path === undefined ? undefined : pathProblem(path);
  return [
    // Flux writes it into a label of every object that the flow applies.
    ...nameCheck(tenant, [...at, "name"], name, dnsLabelProblem),
    ...(helm ? releaseCheck(tenant, app, at) : []),
    ...namespaceCheck(tenant, [...at, "namespace"], namespace),
    ...(outside
      ? [tell(tenant, "TEN-PATH", { at: [...at, "path"], message: outside })]
      : []),
    ...(typeof source === "string"
      ? []
      : addressChecks(tenant, source, [...at, "source"])),
    ...sourceCheck(tenant, app, at),
  ];
}

/** Helm keeps 10 characters for the suffixes of the objects it makes. */
const RELEASE_MAX = 53;

function releaseCheck(tenant: Tenant, app: App, at: readonly Step[]): Result[] {
  const name = app.helm?.releaseName ?? app.name;
  if (name.length <= RELEASE_MAX) return [];
  const message = `a Helm release has at most ${RELEASE_MAX} characters in its name, this one has ${name.length}: give it a releaseName`;
  return [tell(tenant, "TEN-NAME", { at: [...at, "name"], message })];
}

function sourceCheck(tenant: Tenant, app: App, at: readonly Step[]): Result[] {
  const found = appSource(tenant, app);
  if (!found) return [unknownSource(tenant, app, at)];
  const problem = KIND_PROBLEMS[app.helm ? "release" : "flow"](found.type, app);
  if (!problem) return [];
  const [field, message] = problem;
  return [tell(tenant, "TEN-SOURCE-KIND", { at: [...at, ...field], message })];
}

function unknownSource(tenant: Tenant, app: App, at: readonly Step[]): Result {
  const known = (tenant.spec.sources ?? []).map(({ name }) => name);
  const wanted = String(app.source);
  const proposed = nearest(wanted, known);
  const hint = proposed ? `, did you mean ${proposed}?` : "";
  const rule: Code = "TEN-SOURCE-UNKNOWN";
  const list = known.length > 0 ? `it has ${listed(known)}` : "it has none";
  const message = `${wanted} is no source of this Tenant${hint}; ${list}`;
  return tell(tenant, rule, { at: [...at, "source"], message, proposed });
}

type KindProblem = readonly [readonly string[], string] | undefined;

/** Source: the CRDs of Flux 2.9, `sourceRef.kind` and `chartRef.kind`. */
const KIND_PROBLEMS = {
  flow: (type: SourceType): KindProblem =>
    type === "helm"
      ? [
          ["source"],
          "is a Helm repository, which holds charts only: add helm: { chart: … } to the app",
        ]
      : undefined,
  release: (type: SourceType, { helm }: App): KindProblem => {
    if (type !== "oci") {
      return helm?.chart === undefined
        ? [
            ["helm"],
            "needs chart: the name of the chart, or its path in the source",
          ]
        : undefined;
    }
    const extra = helm?.version !== undefined ? "version" : "chart";
    return helm?.version !== undefined || helm?.chart !== undefined
      ? [
          ["helm", extra],
          "is said by the OCI source itself: its url names the chart, its tag or semver the version",
        ]
      : undefined;
  },
};

function alertChecks(tenant: Tenant, alert: Alert): Result[] {
  const at = ["alerts", entryOf(alert, "alerts")];
  const problem = credentialsProblem(alert.provider.address ?? "");
  const where = [...at, "provider", "address"];
  return [
    ...nameCheck(tenant, [...at, "name"], alertName(alert)),
    ...(problem
      ? [
          tell(tenant, problem.rule, {
            at: where,
            message: problem.message,
            silent: true,
          }),
        ]
      : []),
  ];
}
