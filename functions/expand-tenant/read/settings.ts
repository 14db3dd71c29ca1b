import type { Result } from "../../../lib/krm/result.ts";
import type { Facts } from "../../../lib/kubernetes/facts.ts";
import { finding } from "../policy.ts";
import type { Limits, Network, Resources, Spec } from "../schema.ts";
import { fillIn } from "./fill.ts";
import { applyOverrides } from "./overrides.ts";

/** What a Tenant starts from: the platform's presets for this cluster. */
export interface Settings {
  readonly quotas: Readonly<Record<string, Hard>>;
  readonly limits: Limits;
  readonly networks: Readonly<Record<string, Network>>;
  readonly defaults: Defaults;
  readonly tenantResources: readonly Resources[];
  readonly podSecurityLevels: readonly string[];
  readonly reservedNamespaces: readonly string[];
  readonly platformKeys: readonly string[];
}
/** A ResourceQuota's `hard`. */
export type Hard = Readonly<Record<string, string | number>>;

interface Defaults {
  readonly quota: string;
  readonly networkPolicy: string;
  readonly podSecurity: string;
  readonly interval: string;
  readonly sourceInterval: string;
  readonly timeout: string;
  readonly retryInterval: string;
  readonly prune: boolean;
  readonly wait: boolean;
}

/** Sizes for a team of few, of some, of many pods. */
const size = (cpu: number, pods: number): Hard => ({
  pods: String(pods),
  persistentvolumeclaims: String(pods / 2),
  "requests.cpu": String(cpu),
  "requests.memory": `${cpu * 4}Gi`,
  "limits.memory": `${cpu * 8}Gi`,
  "requests.storage": `${pods * 5}Gi`,
  // Both open the cluster to the outside, past the ingress.
  "services.loadbalancers": "0",
  "services.nodeports": "0",
});

const BUILT_IN: Pick<Settings, "quotas" | "limits" | "networks" | "defaults"> =
  {
    quotas: { small: size(2, 20), medium: size(8, 60), large: size(32, 200) },
    // A quota on requests refuses pods that request nothing.
    limits: {
      default: { memory: "256Mi" },
      defaultRequest: { cpu: "50m", memory: "128Mi" },
    },
    networks: { isolated: {}, open: { deny: [] } },
    defaults: {
      quota: "medium",
      networkPolicy: "isolated",
      podSecurity: "baseline",
      interval: "10m",
      sourceInterval: "5m",
      timeout: "5m",
      retryInterval: "2m",
      prune: true,
      wait: true,
    },
  };

/** Namespaces that are Kubernetes' or Flux's own. */
const RESERVED = ["kube-*", "default", "flux-system"];
/** The names that Flux's guides give the platform's key. */
const PLATFORM_KEYS = ["sops-age", "sops-gpg"];

/** The presets for this cluster, and what is wrong with them. */
export function settingsOf(
  spec: Spec,
  facts: Facts,
): { readonly settings: Settings; readonly results: readonly Result[] } {
  const { quotas, limits, networks, defaults } = spec;
  const base = {
    quotas: { ...BUILT_IN.quotas, ...quotas },
    limits: limits ?? BUILT_IN.limits,
    networks: { ...BUILT_IN.networks, ...networks },
    defaults: { ...BUILT_IN.defaults, ...defaults },
  };
  const applied = applyOverrides(base, spec.overrides ?? [], facts);
  const filled = fillIn(applied.value, facts);
  const problems = [...applied.problems, ...filled.problems];
  const results = problems.map(({ rule, severity, path, message }) =>
    finding(rule, {
      severity,
      message,
      field: { path: ["spec", ...path] },
    }),
  );
  const settings = {
    // Merged key by key from parts that the schema has seen.
    ...(filled.value as Pick<Settings, keyof typeof BUILT_IN>),
    tenantResources: spec.tenantResources ?? [],
    podSecurityLevels: spec.podSecurityLevels ?? ["baseline", "restricted"],
    reservedNamespaces: [...RESERVED, ...(spec.reservedNamespaces ?? [])],
    platformKeys: spec.platformKeys ?? PLATFORM_KEYS,
  };
  return { settings, results };
}
