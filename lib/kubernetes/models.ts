import type { IHelmRelease } from "@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2/HelmRelease";
import type { IKustomization } from "@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1/Kustomization";
import type { IAlert } from "@kubernetes-models/flux-cd/notification.toolkit.fluxcd.io/v1beta3/Alert";
import type { IProvider } from "@kubernetes-models/flux-cd/notification.toolkit.fluxcd.io/v1beta3/Provider";
import type { IBucket } from "@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/Bucket";
import type { IGitRepository } from "@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/GitRepository";
import type { IHelmRepository } from "@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/HelmRepository";
import type { IOCIRepository } from "@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/OCIRepository";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IClusterRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole";
import type { IRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { ILimitRange } from "kubernetes-models/v1/LimitRange";
import type { INamespace } from "kubernetes-models/v1/Namespace";
import type { IResourceQuota } from "kubernetes-models/v1/ResourceQuota";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";

/** What the models lack of Flux 2.9. */
type Newer<Model extends { spec?: object }, Spec> = Omit<Model, "spec"> & {
  spec?: Omit<NonNullable<Model["spec"]>, keyof Spec> & Spec;
};

/** The kinds that functions emit, as their schemas have them; types only. */
export interface Models {
  readonly Namespace: INamespace;
  readonly ServiceAccount: IServiceAccount;
  readonly ConfigMap: IConfigMap;
  readonly ResourceQuota: IResourceQuota;
  readonly LimitRange: ILimitRange;
  readonly NetworkPolicy: INetworkPolicy;
  readonly ClusterRole: IClusterRole;
  readonly RoleBinding: IRoleBinding;
  readonly GitRepository: Newer<
    IGitRepository,
    { provider?: "generic" | "aws" | "azure" | "github" }
  >;
  readonly OCIRepository: IOCIRepository;
  readonly HelmRepository: IHelmRepository;
  readonly Bucket: IBucket;
  readonly Kustomization: IKustomization;
  readonly HelmRelease: IHelmRelease;
  readonly Provider: IProvider;
  readonly Alert: IAlert;
}

/** The same, to be read only. */
type Frozen<Value> = Value extends object
  ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
  : Value;

/** What stands in an object of a kind beside its type and metadata. */
export type Body<Kind extends keyof Models> = Frozen<
  Omit<Models[Kind], "apiVersion" | "kind" | "metadata" | "status">
>;

/** `spec` of an object of a kind that has one. */
export type SpecOf<Kind extends keyof Models> = Frozen<
  NonNullable<(Models[Kind] & { spec?: unknown })["spec"]>
>;
