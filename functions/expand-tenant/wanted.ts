import { GROUP } from "../../lib/krm/define.ts";
import type { Path } from "../../lib/krm/result.ts";
import type { Body } from "../../lib/kubernetes/models.ts";
import {
  type EmittedKind,
  type Meta,
  resource,
} from "../../lib/kubernetes/resources.ts";
import type { Wanted } from "../../lib/policy/owned.ts";
import type { Code } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Tenant } from "./tenants.ts";

/** Label of everything that belongs to a tenant; people may set it too. */
export const TENANT_LABEL = `${GROUP}/tenant`;
/** Flux's own label for it. Source: `flux create tenant`. */
export const FLUX_LABEL = "toolkit.fluxcd.io/tenant";
/** Annotation of a namespace that says how to reach its team. */
export const CONTACT = `${GROUP}/contact`;

/** Which rule each kind of object follows from. */
const RULE_OF = {
  Namespace: "TEN-NAMESPACE",
  ResourceQuota: "TEN-NAMESPACE",
  LimitRange: "TEN-NAMESPACE",
  NetworkPolicy: "TEN-NAMESPACE",
  ServiceAccount: "TEN-ACCESS",
  RoleBinding: "TEN-ACCESS",
  ClusterRole: "TEN-ACCESS",
  ConfigMap: "TEN-FACTS",
  GitRepository: "TEN-SOURCE",
  OCIRepository: "TEN-SOURCE",
  HelmRepository: "TEN-SOURCE",
  Bucket: "TEN-SOURCE",
  Kustomization: "TEN-FLOW",
  HelmRelease: "TEN-FLOW",
  Provider: "TEN-ALERT",
  Alert: "TEN-ALERT",
} as const satisfies Readonly<Record<EmittedKind, Code>>;

/** The rule by which an object of ours is there, or is taken away. */
export function ruleOf(kind: string): Code {
  // Whoever marks an object of another kind as ours meant a namespace of ours.
  return RULE_OF[kind as EmittedKind] ?? "TEN-NAMESPACE";
}

/** Where an object goes, and which field of the Tenant asks for it. */
export interface Place {
  readonly name: string;
  readonly namespace?: string;
  /** From below `spec`. */
  readonly asked: Path;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Why an object is there, and what it is made from. */
export interface From {
  readonly asked: Path;
  readonly settings: Settings;
}

/** An object of one Tenant. */
export function wanted<Kind extends EmittedKind>(
  kind: Kind,
  tenant: Tenant,
  place: Place,
  body: Body<Kind>,
): Wanted {
  const { name, namespace, asked } = place;
  const meta: Meta = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: {
      ...place.labels,
      [TENANT_LABEL]: tenant.name,
      [FLUX_LABEL]: tenant.name,
    },
    ...(place.annotations ? { annotations: place.annotations } : {}),
  };
  const why = {
    code: RULE_OF[kind],
    at: { object: tenant.item.ref, path: ["spec", ...asked] },
    reason: `Tenant ${tenant.name} has it`,
  };
  return { object: resource(kind, meta, body), owner: tenant.name, why };
}

/** A cluster-wide object that all Tenants share. */
export function shared<Kind extends EmittedKind>(
  kind: Kind,
  name: string,
  body: Body<Kind>,
): Wanted {
  const object = resource(kind, { name }, body);
  const why = {
    code: RULE_OF[kind],
    at: { path: ["spec", "tenantResources"] },
    reason: "all Tenants share it",
  };
  return { object, owner: "", why };
}
