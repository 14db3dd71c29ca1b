import type { KubernetesObject } from "../krm/item.ts";
import type { Body, Models } from "./models.ts";

/** API version and REST resource of one kind. */
export interface Api {
  readonly apiVersion: string;
  /** Plural name, as RBAC rules have it. */
  readonly resource: string;
}

/**
 * The kinds that functions emit.
 * Source: Kubernetes 1.37 API; the CRDs of Flux 2.9 (source-controller 1.9,
 * kustomize-controller 1.9, helm-controller 1.6, notification-controller 1.9).
 */
export const APIS = {
  Namespace: { apiVersion: "v1", resource: "namespaces" },
  ServiceAccount: { apiVersion: "v1", resource: "serviceaccounts" },
  ConfigMap: { apiVersion: "v1", resource: "configmaps" },
  ResourceQuota: { apiVersion: "v1", resource: "resourcequotas" },
  LimitRange: { apiVersion: "v1", resource: "limitranges" },
  NetworkPolicy: {
    apiVersion: "networking.k8s.io/v1",
    resource: "networkpolicies",
  },
  ClusterRole: {
    apiVersion: "rbac.authorization.k8s.io/v1",
    resource: "clusterroles",
  },
  RoleBinding: {
    apiVersion: "rbac.authorization.k8s.io/v1",
    resource: "rolebindings",
  },
  GitRepository: {
    apiVersion: "source.toolkit.fluxcd.io/v1",
    resource: "gitrepositories",
  },
  OCIRepository: {
    apiVersion: "source.toolkit.fluxcd.io/v1",
    resource: "ocirepositories",
  },
  HelmRepository: {
    apiVersion: "source.toolkit.fluxcd.io/v1",
    resource: "helmrepositories",
  },
  Bucket: { apiVersion: "source.toolkit.fluxcd.io/v1", resource: "buckets" },
  Kustomization: {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    resource: "kustomizations",
  },
  HelmRelease: {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    resource: "helmreleases",
  },
  Provider: {
    apiVersion: "notification.toolkit.fluxcd.io/v1beta3",
    resource: "providers",
  },
  Alert: {
    apiVersion: "notification.toolkit.fluxcd.io/v1beta3",
    resource: "alerts",
  },
} as const satisfies { readonly [Kind in keyof Models]: Api } & {
  readonly [Kind in keyof Models]: Pick<Models[Kind], "apiVersion">;
};
export type EmittedKind = keyof Models;

/** The metadata that an emitted object starts with. */
export interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An object of `kind`; fields of `body` that are undefined are left out. */
export function resource<Kind extends EmittedKind>(
  kind: Kind,
  meta: Meta,
  body: Body<Kind>,
): KubernetesObject {
  const { apiVersion } = APIS[kind];
  const { name, namespace, labels, annotations } = meta;
  const metadata = compact({ name, namespace, labels, annotations });
  return { apiVersion, kind, metadata, ...compact(body) };
}

/** A mapping whose fields are absent where they may be undefined. */
export type Compact<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key]
    ? never
    : Key]: Fields[Key];
} & {
  [Key in keyof Fields as undefined extends Fields[Key]
    ? Key
    : never]?: Exclude<Fields[Key], undefined>;
};

/** `fields` without those that are undefined. */
export function compact<Fields extends object>(
  fields: Fields,
): Compact<Fields> {
  const there = Object.entries(fields).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(there) as Compact<Fields>;
}

/** `{ name }` for a field such as `secretRef`, or nothing. */
export function nameRef(name: string): { name: string };
export function nameRef(name: string | undefined): { name: string } | undefined;
export function nameRef(
  name: string | undefined,
): { name: string } | undefined {
  return name === undefined ? undefined : { name };
}
