import { type PolicyRule, permits } from "./rbac.ts";

/** Something that only the platform may do inside a tenant's namespace. */
interface Guard {
  /** The end of "may delete …". */
  readonly what: string;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What a role may do although it should not. */
export interface Power {
  readonly what: string;
  readonly verbs: readonly string[];
  /** Position of the first rule that allows it. */
  readonly rule: number;
}

/** Names of the objects at stake, by resource; without an entry, all. */
export type AtStake = ReadonlyMap<string, ReadonlySet<string>>;

const CHANGE = ["update", "patch", "delete", "deletecollection"];
const WRITE = ["create", ...CHANGE];
const CORE = [""];
const RBAC = ["rbac.authorization.k8s.io"];
const TOKEN = "serviceaccounts/token";
const IMPERSONATE = [
  "impersonate",
  "impersonate:user-info",
  "impersonate:serviceaccount",
  "impersonate:arbitrary-node",
  "impersonate:associated-node",
];

const write = (
  what: string,
  groups: readonly string[],
  ...resources: string[]
): Guard => ({ what, groups, resources, verbs: WRITE });

/**
 * What a tenant's boundary rests on. Who may write one of these can lift it.
 * `bind` and `escalate` lift RBAC's own check, `impersonate` and a token make
 * somebody else of one.
 * Source: Kubernetes documentation, "Role Based Access Control Good Practices".
 */
const GUARDS: readonly Guard[] = [
  write("ResourceQuotas", CORE, "resourcequotas", "resourcequotas/status"),
  write("LimitRanges", CORE, "limitranges"),
  write(
    "NetworkPolicies",
    ["networking.k8s.io", "extensions"],
    "networkpolicies",
  ),
  write("Roles", RBAC, "roles"),
  write("RoleBindings", RBAC, "rolebindings"),
  {
    what: "roles beyond its own rights",
    groups: RBAC,
    resources: ["roles", "clusterroles"],
    verbs: ["bind", "escalate"],
  },
  {
    what: "tokens of ServiceAccounts",
    groups: CORE,
    resources: [TOKEN],
    verbs: ["create"],
  },
  {
    what: "users, groups or ServiceAccounts",
    groups: ["", "authentication.k8s.io"],
    resources: ["users", "groups", "serviceaccounts", "uids", "userextras"],
    verbs: IMPERSONATE,
  },
  {
    what: "the Namespace",
    groups: CORE,
    resources: ["namespaces", "namespaces/finalize", "namespaces/status"],
    verbs: CHANGE,
  },
  write(
    "Flux Kustomizations",
    ["kustomize.toolkit.fluxcd.io"],
    "kustomizations",
    "kustomizations/status",
  ),
  write(
    "sources of Flux Kustomizations",
    ["source.toolkit.fluxcd.io"],
    "gitrepositories",
    "gitrepositories/status",
    "buckets",
    "buckets/status",
    "externalartifacts",
    "externalartifacts/status",
  ),
];

/**
 * The guarded things that a role with these rules may do where a RoleBinding
 * gives it; `nonResourceURLs` count for nothing there. A rule that is limited
 * by `resourceNames` counts where it names an object at stake.
 */
export function powersOf(
  rules: readonly PolicyRule[],
  atStake: AtStake = new Map(),
): Power[] {
  return GUARDS.flatMap((guard) => {
    const verbs = guard.verbs.filter((verb) =>
      rules.some((rule) => allows(rule, guard, { verb, atStake })),
    );
    if (verbs.length === 0) return [];
    const rule = rules.findIndex((one) =>
      verbs.some((verb) => allows(one, guard, { verb, atStake })),
    );
    return [{ what: guard.what, verbs, rule }];
  });
}

function allows(
  rule: PolicyRule,
  { groups, resources }: Guard,
  { verb, atStake }: { readonly verb: string; readonly atStake: AtStake },
): boolean {
  return groups.some((group) =>
    resources.some((resource) => {
      const names = atStake.get(resource.replace(/\/.*/, ""));
      const any = ALWAYS.has(verb) || resource === TOKEN;
      const about = names && !any ? { names } : {};
      return permits(rule, { group, resource, verb, ...about });
    }),
  );
}

/** Whoever it is about, nobody of a tenant may do it. */
const ALWAYS: ReadonlySet<string> = new Set([
  ...IMPERSONATE,
  "bind",
  "escalate",
]);

/** `write Roles and RoleBindings; create tokens of …`, for a message. */
export function formatPowers(powers: readonly Power[]): string {
  const byVerbs = new Map<string, string[]>();
  for (const { what, verbs } of powers) {
    const words = formatVerbs(verbs);
    byVerbs.set(words, [...(byVerbs.get(words) ?? []), what]);
  }
  const parts = [...byVerbs].map(([verbs, what]) => `${verbs} ${list(what)}`);
  return parts.join("; ");
}

function formatVerbs(verbs: readonly string[]): string {
  if (verbs.includes("impersonate")) return "impersonate";
  return CHANGE.every((verb) => verbs.includes(verb)) ? "write" : list(verbs);
}

function list(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length > 1
    ? `${words.slice(0, -1).join(", ")} and ${last}`
    : last;
}
