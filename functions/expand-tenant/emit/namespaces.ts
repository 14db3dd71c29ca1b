import { own } from "../../../lib/krm/item.ts";
import { PRUNE } from "../../../lib/kubernetes/well-known.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import type { Settings } from "../read/settings.ts";
import type { Tenant } from "../read/tenants.ts";
import type { Namespace } from "../schema/tenant.ts";
import { networkPolicies } from "./networks.ts";
import { CONTACT, type From, wanted } from "./wanted.ts";

/** The Namespaces of a Tenant, each with its quota, limits and network. */
export function namespaceObjects(tenant: Tenant, settings: Settings): Wanted[] {
  return tenant.spec.namespaces.flatMap((namespace, index) => {
    const asked = ["namespaces", index];
    return [
      namespaceObject(tenant, namespace, { asked, settings }),
      ...quota(tenant, namespace, { asked, settings }),
      ...limits(tenant, namespace, { asked, settings }),
      ...networkPolicies(tenant, namespace, { asked, settings }),
    ];
  });
}

const LEVELS = ["enforce", "audit", "warn"];

function namespaceObject(
  tenant: Tenant,
  namespace: Namespace,
  { asked, settings }: From,
): Wanted {
  const { name, labels, annotations } = namespace;
  const level = namespace.podSecurity ?? settings.defaults.podSecurity;
  const { contact } = tenant.spec;
  const place = {
    name,
    asked,
    labels: {
      ...labels,
      ...Object.fromEntries(
        LEVELS.map((mode) => [`pod-security.kubernetes.io/${mode}`, level]),
      ),
    },
    annotations: {
      ...annotations,
      // Whoever leaves the repository, the data stays.
      [PRUNE]: "disabled",
      ...(contact === undefined ? {} : { [CONTACT]: contact }),
    },
  };
  return wanted("Namespace", tenant, place, {});
}

/** Quantities are texts in Kubernetes; YAML makes numbers of some. */
function texts(
  quantities: Readonly<Record<string, string | number>>,
): Record<string, string> {
  const entries = Object.entries(quantities);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, String(value)]),
  );
}

function quota(
  tenant: Tenant,
  namespace: Namespace,
  { asked, settings }: From,
): Wanted[] {
  const size = namespace.quota ?? tenant.spec.quota ?? settings.defaults.quota;
  const hard = typeof size === "string" ? own(settings.quotas, size) : size;
  if (!hard) return [];
  const place = {
    name: "tenant",
    namespace: namespace.name,
    asked: [...asked, "quota"],
  };
  return [
    wanted("ResourceQuota", tenant, place, { spec: { hard: texts(hard) } }),
  ];
}

function limits(
  tenant: Tenant,
  namespace: Namespace,
  { asked, settings }: From,
): Wanted[] {
  const parts = Object.entries(settings.limits).filter(([, part]) => part);
  if (parts.length === 0) return [];
  const container = Object.fromEntries(
    parts.map(([key, part]) => [key, texts(part ?? {})]),
  );
  const place = { name: "tenant", namespace: namespace.name, asked };
  const spec = { limits: [{ type: "Container", ...container }] };
  return [wanted("LimitRange", tenant, place, { spec })];
}
