import { isMapping } from "../krm/item.ts";

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  /** Plural names, with their subresource: `pods`, `pods/log`. */
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A request, as the API server's authorizer sees it. */
export interface Access {
  readonly group: string;
  /** `pods`, or with its subresource `pods/log`. */
  readonly resource: string;
  readonly verb: string;
  /** The objects it is about, any of them; absent where they are not known. */
  readonly names?: ReadonlySet<string>;
}

/**
 * Whether `rule` alone allows the request. `*` stands for every verb, group or
 * resource (with all subresources), `*` + `/log` for one subresource of all.
 * Source: Kubernetes, `pkg/apis/rbac/v1/evaluation_helpers.go`.
 */
export function permits(rule: PolicyRule, access: Access): boolean {
  return (
    has(rule.verbs, access.verb) &&
    has(rule.apiGroups, access.group) &&
    (rule.resources ?? []).some((one) => covers(one, access.resource)) &&
    namesPermit(rule, access)
  );
}

function has(list: readonly string[] | undefined, value: string): boolean {
  return (list ?? []).some((one) => one === "*" || one === value);
}

function covers(rule: string, resource: string): boolean {
  if (rule === "*" || rule === resource) return true;
  const slash = resource.indexOf("/");
  return slash >= 0 && rule === `*${resource.slice(slash)}`;
}

/** The request has no name yet, or means many objects. */
const NAMELESS: ReadonlySet<string> = new Set(["create", "deletecollection"]);

function namesPermit(rule: PolicyRule, access: Access): boolean {
  const { resourceNames = [] } = rule;
  if (resourceNames.length === 0) return true;
  const ofSubresource = access.resource.includes("/");
  if (NAMELESS.has(access.verb) && !ofSubresource) return false;
  const { names } = access;
  return names === undefined || resourceNames.some((name) => names.has(name));
}

/** The rules of an object's `rules`; what is none is left out. */
export function rulesIn(value: unknown): PolicyRule[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isMapping).map((rule) => ({
    apiGroups: strings(rule.apiGroups),
    resources: strings(rule.resources),
    verbs: strings(rule.verbs),
    resourceNames: strings(rule.resourceNames),
    nonResourceURLs: strings(rule.nonResourceURLs),
  }));
}

function strings(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is string => typeof one === "string");
}
