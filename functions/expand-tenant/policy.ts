import { policyOf } from "../../lib/policy/policy.ts";
import { fixed, rule } from "../../lib/policy/rule.ts";

/** The rules of this function: a boundary rests on most, or Flux does. */
export const policy = policyOf("ExpandTenant", {
  "TEN-CHART-RBAC": rule(
    "A chart ships RBAC objects, which no tenant's reconciler may create.",
  ),
  "TEN-ORPHAN": rule(
    "An object belongs to a Tenant that is not in this build.",
    "warning",
  ),
  "TEN-POD-SECURITY": rule(
    "A namespace asks for a level the platform does not allow.",
  ),
  "TEN-RETENTION-OVER": rule(
    "The time for which a Tenant is retained is over.",
    "warning",
  ),
  "TEN-SECRET-KEY": rule("A Secret lacks a key that the contract names."),
  "TEN-SECRET-MISSING": rule("A Secret that the contract names is not there."),
  "TEN-SECRET-UNDECLARED": rule("A Secret is used and not in the contract."),
  "TEN-NAMESPACE": fixed(
    "A Tenant's namespaces are there, each with its quota, limits and network.",
  ),
  "TEN-ACCESS": fixed("A Tenant's accounts and their rights are there."),
  "TEN-FACTS": fixed(
    "The facts that a Tenant's apps are filled with are there.",
  ),
  "TEN-SOURCE": fixed("A Tenant's sources are there."),
  "TEN-FLOW": fixed("A Tenant's apps are there, each as a flow."),
  "TEN-ALERT": fixed("A Tenant's alerts are there, each with its provider."),
  "TEN-APP-TWICE": fixed("Two apps have one name, of one Tenant or of two."),
  "TEN-CONFIG": fixed(
    "The config contradicts itself or the API server's rules.",
  ),
  "TEN-DEPENDS-CYCLE": fixed("Apps wait for each other."),
  "TEN-DEPENDS-KIND": fixed("An app waits for one that Flux can't wait for."),
  "TEN-DEPENDS-UNKNOWN": fixed("An app waits for something that is not there."),
  "TEN-FACT-KEY": fixed("A fact has a key that Flux can't substitute."),
  "TEN-HOSTNAME-TWICE": fixed("Two Tenants claim one hostname."),
  "TEN-INVALID": fixed("The spec of a Tenant can't be understood."),
  "TEN-LABEL": fixed("A label or annotation of a namespace can't be set."),
  "TEN-NAME": fixed("The API server refuses a name."),
  "TEN-NAME-TWICE": fixed("Two entries of one list have one name."),
  "TEN-NAMESPACE-LEFT": fixed(
    "A Tenant no longer names a namespace it had.",
    "info",
  ),
  "TEN-NAMESPACE-RESERVED": fixed(
    "A Tenant claims a namespace of the platform.",
  ),
  "TEN-NAMESPACE-TWICE": fixed("Two Tenants claim one namespace."),
  "TEN-NAMESPACE-UNKNOWN": fixed(
    "A namespace is used that the Tenant does not have.",
  ),
  "TEN-NETWORK-UNKNOWN": fixed("A network preset does not exist."),
  "TEN-NOT-OURS": fixed("An object that a Tenant needs is there and not ours."),
  "TEN-OVERRIDE-CONFLICT": fixed("Two overrides give one field two values."),
  "TEN-OWNER": fixed("An owner is a group or user of the system."),
  "TEN-PATH": fixed("A path leaves the repository."),
  "TEN-QUOTA-UNKNOWN": fixed("A quota size does not exist."),
  "TEN-REMOVED": fixed(
    "What people do by hand after a Tenant was removed.",
    "info",
  ),
  "TEN-REMOVED-EARLY": fixed(
    "A Tenant is removed before its retention is over.",
  ),
  "TEN-RETENTION": fixed(
    "A Tenant is retained or removed, nobody says until when.",
  ),
  "TEN-ROLE-POWER": fixed("A role could lift the boundary of the tenant."),
  "TEN-ROLE-UNKNOWN": fixed("Nobody knows what a ClusterRole allows."),
  "TEN-SECRET-PLATFORM-KEY": fixed(
    "A tenant's decryption key is named like the platform's.",
  ),
  "TEN-SOURCE-KIND": fixed("An app can't be made from this kind of source."),
  "TEN-SOURCE-UNKNOWN": fixed(
    "An app names a source that the Tenant does not have.",
  ),
  "TEN-TENANT-TWICE": fixed("Two Tenants have one name."),
  "TEN-UNCHECKED": fixed(
    "What can't be judged here and is left to check-platform.",
    "info",
  ),
  "TEN-URL": fixed("Flux refuses the address of a source."),
  "TEN-URL-CREDENTIALS": fixed("An address holds a password or a token."),
});
export type Code = keyof typeof policy.rules;

/** A finding of this function. */
export const { finding } = policy;
