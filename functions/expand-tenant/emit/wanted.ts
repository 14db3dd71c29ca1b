import { GROUP } from "../../../lib/krm/define.ts";
import type { Path } from "../../../lib/krm/result.ts";
import type { Body } from "../../../lib/kubernetes/models.ts";
import {
  type EmittedKind,
  type Meta,
  resource,
} from "../../../lib/kubernetes/resources.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import type { Code } from "../policy.ts";
import type { Settings } from "../read/settings.ts";
import type { Tenant } from "../read/tenants.ts";

/** Label of everything that belongs to a tenant; people may set it too. */
export const TENANT_LABEL = `${GROUP}/tenant`;
/** Flux's own label for it. Source: `flux create tenant`. */
export const FLUX_LABEL = "toolkit.fluxcd.io/tenant";
/** Annotation of a namespace that says how to reach its team. */
export const CONTACT = `${GROUP}/contact`;

/** The kinds of objects that follow from each rule. */
const MADE_BY = {
  "TEN-NAMESPACE": [
    "Namespace",
    "ResourceQuota",
    "LimitRange",
    "NetworkPolicy",
  ],
  "TEN-ACCESS": ["ServiceAccount", "RoleBinding", "ClusterRole"],
  "TEN-FACTS": ["ConfigMap"],
  "TEN-SOURCE": ["GitRepository", "OCIRepository", "HelmRepository", "Bucket"],
  "TEN-FLOW": ["Kustomization", "HelmRelease"],
  "TEN-ALERT": ["Provider", "Alert"],
} as const satisfies Partial<Record<Code, readonly EmittedKind[]>>;

/** The rule by which an object of ours is there, or is taken away. */
export function ruleOf(kind: string): Code {
  const rows: readonly [string, readonly string[]][] = Object.entries(MADE_BY);
  const found = rows.find(([, kinds]) => kinds.includes(kind));
  // Whoever marks an object of another kind as ours meant a namespace of ours.
  return (found?.[0] ?? "TEN-NAMESPACE") as Code;
}

/** Where an object goes, and which field of the Tenant asks for it. */
export interface Slot {
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
  place: Slot,
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
    code: ruleOf(kind),
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
    code: ruleOf(kind),
    at: { path: ["spec", "tenantResources"] },
    reason: "all Tenants share it",
  };
  return { object, owner: "", why };
}
