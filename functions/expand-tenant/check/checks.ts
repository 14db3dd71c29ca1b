import { GROUP } from "../../../lib/krm/define.ts";
import { nearest } from "../../../lib/krm/nearest.ts";
import type { Result } from "../../../lib/krm/result.ts";
import { listed } from "../../../lib/krm/words.ts";
import {
  annotationKeyProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  labelKeyProblem,
  labelValueProblem,
  reservedBy,
} from "../../../lib/kubernetes/labels.ts";
import { PRUNE } from "../../../lib/kubernetes/well-known.ts";
import { entryOf, type Step, tell } from "../read/locate.ts";
import type { Settings } from "../read/settings.ts";
import type { Tenant } from "../read/tenants.ts";
import type { Namespace, Owner } from "../schema/tenant.ts";
import { appChecks } from "./app-checks.ts";
import { type Checking, twice, unlessSuspended } from "./checking.ts";
import { stateChecks } from "./states.ts";

/** Everything that one Tenant says wrong by itself. */
export function checkTenant(tenant: Tenant, checking: Checking): Result[] {
  const { spec } = tenant;
  const { owners = [], hostnames = [] } = spec;
  return [
    ...nameCheck(tenant),
    ...stateChecks(tenant, checking),
    ...spec.namespaces.flatMap((one) => namespaceChecks(tenant, one, checking)),
    ...twice(tenant, "namespaces", spec.namespaces),
    ...owners.flatMap((owner) => ownerChecks(tenant, owner)),
    ...hostnames.flatMap((host) => hostCheck(tenant, host)),
    ...presetChecks(tenant, checking.settings),
    ...appChecks(tenant),
  ];
}

/** Its name is a label's value, and that of its ServiceAccount. */
function nameCheck(tenant: Tenant): Result[] {
  const { name } = tenant;
  const problem =
    name === "default"
      ? "default is the account without rights that Flux falls back on"
      : dnsLabelProblem(name);
  if (!problem) return [];
  return [named(tenant, problem, name)];
}

function named(tenant: Tenant, problem: string, name: string): Result {
  const result = tell(tenant, "TEN-NAME", {
    message: `the name ${JSON.stringify(name)} is refused: ${problem}`,
  });
  return { ...result, field: { path: "metadata.name", currentValue: name } };
}

function namespaceChecks(
  tenant: Tenant,
  namespace: Namespace,
  checking: Checking,
): Result[] {
  const at = ["namespaces", entryOf(namespace, "namespaces")];
  const { name, labels = {}, annotations = {} } = namespace;
  const refused = dnsLabelProblem(name);
  return [
    ...(refused
      ? [tell(tenant, "TEN-NAME", { at: [...at, "name"], message: refused })]
      : []),
    ...Object.entries(labels).flatMap(([key, value]) =>
      labelCheck(tenant, [...at, "labels", key], labelProblem(key, value)),
    ),
    ...Object.keys(annotations).flatMap((key) =>
      labelCheck(tenant, [...at, "annotations", key], annotationProblem(key)),
    ),
    ...levelCheck(tenant, namespace, checking),
  ];
}

function labelCheck(
  tenant: Tenant,
  at: readonly Step[],
  message: string | undefined,
): Result[] {
  return message ? [tell(tenant, "TEN-LABEL", { at, message })] : [];
}

/** Keys that a field of the Tenant sets. */
const OURS: Readonly<Record<string, string>> = {
  "toolkit.fluxcd.io/tenant": "it is the tenant's name",
  [PRUNE]: "no namespace is ever pruned",
};

function ownedKey(key: string): string | undefined {
  if (key.startsWith(`${GROUP}/`)) return "it is ours";
  if (key.startsWith("pod-security.kubernetes.io/")) {
    return "podSecurity says it";
  }
  const owner = Object.hasOwn(OURS, key) ? OURS[key] : reservedBy(key);
  return owner;
}

function labelProblem(key: string, value: string): string | undefined {
  const owner = ownedKey(key);
  if (owner) return `${key} can't be set here: ${owner}`;
  return labelKeyProblem(key) ?? labelValueProblem(value);
}

function annotationProblem(key: string): string | undefined {
  const owner = ownedKey(key);
  if (owner) return `${key} can't be set here: ${owner}`;
  return annotationKeyProblem(key);
}

function levelCheck(
  tenant: Tenant,
  namespace: Namespace,
  checking: Checking,
): Result[] {
  const { podSecurity } = namespace;
  const levels = checking.settings.podSecurityLevels;
  if (!podSecurity || levels.includes(podSecurity)) return [];
  return unlessSuspended(checking, "TEN-POD-SECURITY", tenant, {
    at: ["namespaces", entryOf(namespace, "namespaces"), "podSecurity"],
    message: `the platform allows ${levels.join(" and ")}; what needs ${podSecurity} is a component of the platform`,
  });
}

/** Groups and users that everybody, or the cluster itself, is a member of. */
function ownerChecks(tenant: Tenant, owner: Owner): Result[] {
  const { group, user } = owner;
  const name = group ?? user;
  if (!name?.startsWith("system:")) return serviceAccountCheck(tenant, owner);
  const field = group === undefined ? "user" : "group";
  const message = `${name} belongs to Kubernetes itself: name a ${field} of the identity provider`;
  return [
    tell(tenant, "TEN-OWNER", {
      at: ["owners", entryOf(owner, "owners"), field],
      message,
    }),
  ];
}

function serviceAccountCheck(tenant: Tenant, owner: Owner): Result[] {
  const { serviceAccount } = owner;
  if (serviceAccount === undefined) return [];
  const at = ["owners", entryOf(owner, "owners"), "serviceAccount"];
  const [name = "", namespace, ...rest] = serviceAccount
    .split("/")
    .toReversed();
  const problem =
    rest.length > 0
      ? "is a name, or namespace/name"
      : (dnsSubdomainProblem(name) ??
        (namespace === undefined ? undefined : dnsLabelProblem(namespace)));
  return problem ? [tell(tenant, "TEN-NAME", { at, message: problem })] : [];
}

function hostCheck(tenant: Tenant, host: string): Result[] {
  const problem = dnsSubdomainProblem(host.replace(/^\*\./, ""));
  const at = ["hostnames", entryOf(host, "hostnames")];
  return problem ? [tell(tenant, "TEN-NAME", { at, message: problem })] : [];
}

/** Quota sizes and network presets that do not exist. */
function presetChecks(tenant: Tenant, settings: Settings): Result[] {
  const { spec } = tenant;
  const { quotas, networks, defaults } = settings;
  const places = [
    { entry: spec, at: [] as readonly Step[] },
    ...spec.namespaces.map((one) => ({
      entry: one,
      at: ["namespaces", entryOf(one, "namespaces")],
    })),
  ];
  const used = (own: unknown, preset: string, at: readonly Step[]) =>
    own ?? (at.length === 0 ? preset : undefined);
  return places.flatMap(({ entry, at }) => [
    ...presetCheck(
      tenant,
      used(entry.quota, defaults.quota, at),
      [...at, "quota"],
      {
        rule: "TEN-QUOTA-UNKNOWN",
        known: Object.keys(quotas),
      },
    ),
    ...presetCheck(
      tenant,
      used(entry.networkPolicy, defaults.networkPolicy, at),
      [...at, "networkPolicy"],
      { rule: "TEN-NETWORK-UNKNOWN", known: Object.keys(networks) },
    ),
  ]);
}

function presetCheck(
  tenant: Tenant,
  value: unknown,
  at: readonly Step[],
  {
    rule,
    known,
  }: {
    readonly rule: "TEN-QUOTA-UNKNOWN" | "TEN-NETWORK-UNKNOWN";
    readonly known: readonly string[];
  },
): Result[] {
  if (typeof value !== "string" || known.includes(value)) return [];
  const proposed = nearest(value, known);
  const hint = proposed ? `, did you mean ${proposed}?` : "";
  const { quota, networkPolicy } = tenant.spec;
  const own = at[0] === "quota" ? quota : networkPolicy;
  const isDefault = at.length === 1 && own === undefined;
  const who = isDefault ? "the platform's default " : "";
  const message = `${who}${value} does not exist${hint}; known are ${listed(known)}`;
  return [tell(tenant, rule, { at, message, proposed })];
}
