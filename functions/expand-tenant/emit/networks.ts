import { own } from "../../../lib/krm/item.ts";
import type { SpecOf } from "../../../lib/kubernetes/models.ts";
import type { Wanted } from "../../../lib/policy/owned.ts";
import type { Tenant } from "../read/tenants.ts";
import type { Namespace } from "../schema/tenant.ts";
import type { Network } from "../schema.ts";
import { type From, TENANT_LABEL, wanted } from "./wanted.ts";

type Direction = "Ingress" | "Egress";
type PolicySpec = SpecOf<"NetworkPolicy">;
type Ingress = NonNullable<PolicySpec["ingress"]>;
type Egress = NonNullable<PolicySpec["egress"]>;
type Peer = NonNullable<Ingress[number]["from"]>[number];

/** One NetworkPolicy: what it opens in each direction. */
interface Opening {
  readonly name: string;
  readonly ingress?: Ingress;
  readonly egress?: Egress;
}

/** The NetworkPolicies of one namespace: all closed, then what is open. */
export function networkPolicies(
  tenant: Tenant,
  namespace: Namespace,
  { asked, settings }: From,
): Wanted[] {
  const preset =
    namespace.networkPolicy ??
    tenant.spec.networkPolicy ??
    settings.defaults.networkPolicy;
  const network = own(settings.networks, preset);
  if (!network) return [];
  const { deny = ["Ingress", "Egress"] } = network;
  const specs = [
    ...closed(deny),
    ...openings(tenant, network).flatMap((one) => opened(one, deny)),
  ];
  return specs.map(({ name, spec }) => {
    const place = {
      name,
      namespace: namespace.name,
      asked: [...asked, "networkPolicy"],
    };
    return wanted("NetworkPolicy", tenant, place, { spec });
  });
}

interface Policy {
  readonly name: string;
  readonly spec: PolicySpec;
}

const EVERY_POD = { podSelector: {} };

function closed(deny: readonly Direction[]): Policy[] {
  if (deny.length === 0) return [];
  return [{ name: "default-deny", spec: { ...EVERY_POD, policyTypes: deny } }];
}

/** Only closed directions need an opening. */
function opened(
  { name, ingress, egress }: Opening,
  deny: readonly Direction[],
): Policy[] {
  const into = deny.includes("Ingress") ? ingress : undefined;
  const out = deny.includes("Egress") ? egress : undefined;
  const policyTypes: Direction[] = [
    ...(into ? (["Ingress"] as const) : []),
    ...(out ? (["Egress"] as const) : []),
  ];
  if (policyTypes.length === 0) return [];
  const rules = {
    ...(into ? { ingress: into } : {}),
    ...(out ? { egress: out } : {}),
  };
  return [{ name, spec: { ...EVERY_POD, policyTypes, ...rules } }];
}

/** The API server sets this label of every Namespace to its name. */
const NAME = "kubernetes.io/metadata.name";

const DNS: Egress = [
  {
    to: [
      {
        namespaceSelector: { matchLabels: { [NAME]: "kube-system" } },
        podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
      },
    ],
    ports: [
      { protocol: "UDP", port: 53 },
      { protocol: "TCP", port: 53 },
    ],
  },
];

function openings(tenant: Tenant, network: Network): Opening[] {
  const { dns = true, fromNamespaces = [], toNamespaces = [] } = network;
  const { tenant: within = true, toCidrs = [] } = network;
  const own = {
    namespaceSelector: { matchLabels: { [TENANT_LABEL]: tenant.name } },
  };
  const platform = {
    ...(fromNamespaces.length > 0
      ? { ingress: [{ from: [called(fromNamespaces)] }] }
      : {}),
    ...(toNamespaces.length > 0
      ? { egress: [{ to: [called(toNamespaces)] }] }
      : {}),
  };
  const outside = toCidrs.map(({ cidr, except }) => ({
    to: [{ ipBlock: { cidr, ...(except ? { except } : {}) } }],
  }));
  return [
    ...(dns ? [{ name: "allow-dns", egress: DNS }] : []),
    ...(within
      ? [
          {
            name: "allow-tenant",
            ingress: [{ from: [own] }],
            egress: [{ to: [own] }],
          },
        ]
      : []),
    { name: "allow-platform", ...platform },
    ...(outside.length > 0 ? [{ name: "allow-outside", egress: outside }] : []),
  ];
}

function called(names: readonly string[]): Peer {
  const expression = { key: NAME, operator: "In", values: [...names] };
  return { namespaceSelector: { matchExpressions: [expression] } };
}
