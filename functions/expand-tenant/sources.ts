import type { KubernetesObject } from "../../lib/krm/item.ts";
import {
  compact,
  type EmittedKind,
  nameRef,
} from "../../lib/kubernetes/resources.ts";
import { appSource, sourceType } from "./app-source.ts";
import type { InlineSource, SourceType } from "./schema-sources.ts";
import type { Settings } from "./settings.ts";
import type { Tenant } from "./tenants.ts";
import { type Wanted, wanted } from "./wanted.ts";

/** The Flux kind of each type of source. */
export const SOURCE_KINDS = {
  git: "GitRepository",
  oci: "OCIRepository",
  helm: "HelmRepository",
  bucket: "Bucket",
} as const satisfies Readonly<Record<SourceType, EmittedKind>>;

/** The sources of a Tenant, declared ones and those of single apps. */
export function sourceObjects(tenant: Tenant, settings: Settings): Wanted[] {
  const { sources = [], apps = [] } = tenant.spec;
  const named = sources.map((source, index) => ({
    name: source.name,
    source,
    why: `sources[${index}]`,
  }));
  const inline = apps.flatMap(({ name, source }, index) =>
    typeof source === "string"
      ? []
      : [{ name, source, why: `apps[${index}].source` }],
  );
  return [...named, ...inline].map(({ name, source, why }) => {
    const type = sourceType(source);
    const place = { name, namespace: tenant.home, why };
    const spec = {
      ...compact({
        interval: source.interval ?? settings.defaults.sourceInterval,
        timeout: source.timeout,
      }),
      ...compact(bodyOf(source, isChart(tenant, name))),
    };
    return wanted(SOURCE_KINDS[type], tenant, place, { spec });
  });
}

/** Whether an app installs the source of this name as a Helm chart. */
function isChart(tenant: Tenant, name: string): boolean {
  const { apps = [] } = tenant.spec;
  return apps.some((app) => app.helm && appSource(tenant, app)?.name === name);
}

type Body = Readonly<Record<string, unknown>>;

function bodyOf(source: InlineSource, chart: boolean): Body {
  const { git, oci, helm, bucket } = source;
  if (git) return gitBody(git);
  if (oci) return ociBody(oci, chart);
  return helm ? helmBody(helm) : { ...bucket, ...references(bucket ?? {}) };
}

const REFERENCES = [
  "secretRef",
  "certSecretRef",
  "proxySecretRef",
  "trustedRootSecretRef",
] as const;

/** Names of Secrets as the references that Flux has. */
function references(body: object): Body {
  const there = Object.entries(body).filter(([key]) =>
    (REFERENCES as readonly string[]).includes(key),
  );
  return Object.fromEntries(
    there.map(([key, name]) => [key, nameRef(name as string)]),
  );
}

function gitBody(git: NonNullable<InlineSource["git"]>): Body {
  const { branch, tag, semver, commit, ref: name, verify, ...rest } = git;
  return {
    ...rest,
    ref: compact({ branch, tag, semver, commit, name }),
    ...references(rest),
    verify: verify && {
      mode: verify.mode ?? "HEAD",
      ...references(verify),
    },
  };
}

/** What `helm push` makes of a chart; without it Flux would unpack it. */
const CHART_LAYER = {
  mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
  operation: "copy",
};

function ociBody(oci: NonNullable<InlineSource["oci"]>, chart: boolean): Body {
  const { tag, semver, semverFilter, digest, verify, ...rest } = oci;
  const ref: KubernetesObject = compact({ tag, semver, semverFilter, digest });
  const { layerSelector = chart ? CHART_LAYER : undefined } = rest;
  return {
    ...rest,
    ref: Object.keys(ref).length > 0 ? ref : undefined,
    ...references(rest),
    layerSelector,
    verify: verify && { ...compact(verify), ...references(verify) },
  };
}

function helmBody(helm: NonNullable<InlineSource["helm"]>): Body {
  const type = helm.url.startsWith("oci://") ? "oci" : undefined;
  return { ...helm, type, ...references(helm) };
}
