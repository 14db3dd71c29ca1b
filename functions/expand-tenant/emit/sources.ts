import {
  compact,
  type EmittedKind,
  nameRef,
} from "../../../lib/kubernetes/resources.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import { appSource } from "../read/app-source.ts";
import type { Settings } from "../read/settings.ts";
import type { Tenant } from "../read/tenants.ts";
import type { InlineSource, SourceType } from "../schema/sources.ts";
import { wanted } from "./wanted.ts";

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
    asked: ["sources", index],
  }));
  const inline = apps.flatMap(({ name, source }, index) =>
    typeof source === "string"
      ? []
      : [{ name, source, asked: ["apps", index, "source"] }],
  );
  return [...named, ...inline].flatMap(({ name, source, asked }) => {
    const place = { name, namespace: tenant.home, asked };
    const { git, oci, helm, bucket } = source;
    const common = compact({
      interval: source.interval ?? settings.defaults.sourceInterval,
      timeout: source.timeout,
    });
    const body = <Own extends object>(own: Own) => ({
      spec: { ...common, ...own },
    });
    const chart = isChart(tenant, name);
    return [
      git && wanted("GitRepository", tenant, place, body(gitBody(git))),
      oci && wanted("OCIRepository", tenant, place, body(ociBody(oci, chart))),
      helm && wanted("HelmRepository", tenant, place, body(helmBody(helm))),
      bucket && wanted("Bucket", tenant, place, body(bucketBody(bucket))),
    ].flatMap((one) => one ?? []);
  });
}

/** Whether an app installs the source of this name as a Helm chart. */
function isChart(tenant: Tenant, name: string): boolean {
  const { apps = [] } = tenant.spec;
  return apps.some((app) => app.helm && appSource(tenant, app)?.name === name);
}

/** The settings of one type of source. */
type Settled<Type extends SourceType> = NonNullable<InlineSource[Type]>;

const REFERENCES = [
  "secretRef",
  "certSecretRef",
  "proxySecretRef",
  "trustedRootSecretRef",
] as const;
type Reference = (typeof REFERENCES)[number];

/** Names of Secrets as the references that Flux has. */
function references<Fields extends { [Key in Reference]?: string | undefined }>(
  fields: Fields,
): { [Key in Reference & keyof Fields]: { name: string } | undefined } {
  const there = REFERENCES.filter((key) => fields[key] !== undefined);
  return Object.fromEntries(
    there.map((key) => [key, nameRef(fields[key])]),
  ) as ReturnType<typeof references<Fields>>;
}

function gitBody(git: Settled<"git">) {
  const { branch, tag, semver, commit, ref: name, verify, ...rest } = git;
  return compact({
    ...rest,
    ref: compact({ branch, tag, semver, commit, name }),
    ...references(rest),
    verify: verify && {
      mode: verify.mode ?? "HEAD",
      secretRef: nameRef(verify.secretRef),
    },
  });
}

/** What `helm push` makes of a chart; without it Flux would unpack it. */
const CHART_LAYER = {
  mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
  operation: "copy",
} as const;

function ociBody(oci: Settled<"oci">, chart: boolean) {
  const { tag, semver, semverFilter, digest, verify, ...rest } = oci;
  const ref = compact({ tag, semver, semverFilter, digest });
  const { layerSelector = chart ? CHART_LAYER : undefined } = rest;
  return compact({
    ...rest,
    ref: Object.keys(ref).length > 0 ? ref : undefined,
    ...references(rest),
    layerSelector: layerSelector && compact(layerSelector),
    verify: verify && compact({ ...verify, ...references(verify) }),
  });
}

function helmBody(helm: Settled<"helm">) {
  const type = helm.url.startsWith("oci://") ? ("oci" as const) : undefined;
  return compact({ ...helm, type, ...references(helm) });
}

function bucketBody(bucket: Settled<"bucket">) {
  return compact({ ...bucket, ...references(bucket) });
}
