import { policyOf } from "../../lib/policy/policy.ts";
import { fixed, suspendable } from "../../lib/policy/rule.ts";

/** The rules of this function: a boundary rests on most, or Flux does. */
export const policy = policyOf("ExpandTenant", {
  ...suspendable("error", {
    "TEN-CHART-RBAC":
      "A chart ships RBAC objects, which no tenant's reconciler may create.",
    "TEN-POD-SECURITY":
      "A namespace asks for a level the platform does not allow.",
    "TEN-SECRET-KEY": "A Secret lacks a key that the contract names.",
    "TEN-SECRET-MISSING": "A Secret that the contract names is not there.",
    "TEN-SECRET-UNDECLARED": "A Secret is used and not in the contract.",
  }),
  ...suspendable("warning", {
    "TEN-ORPHAN": "An object belongs to a Tenant that is not in this build.",
    "TEN-RETENTION-OVER": "The time for which a Tenant is retained is over.",
  }),
  ...fixed("error", {
    "TEN-NAMESPACE":
      "A Tenant's namespaces are there, each with its quota, limits and network.",
    "TEN-ACCESS": "A Tenant's accounts and their rights are there.",
    "TEN-FACTS": "The facts that a Tenant's apps are filled with are there.",
    "TEN-SOURCE": "A Tenant's sources are there.",
    "TEN-FLOW": "A Tenant's apps are there, each as a flow.",
    "TEN-ALERT": "A Tenant's alerts are there, each with its provider.",
    "TEN-APP-TWICE": "Two apps have one name, of one Tenant or of two.",
    "TEN-CONFIG": "The config contradicts itself or the API server's rules.",
    "TEN-DEPENDS-CYCLE": "Apps wait for each other.",
    "TEN-DEPENDS-KIND": "An app waits for one that Flux can't wait for.",
    "TEN-DEPENDS-UNKNOWN": "An app waits for something that is not there.",
    "TEN-FACT-KEY": "A fact has a key that Flux can't substitute.",
    "TEN-HOSTNAME-TWICE": "Two Tenants claim one hostname.",
    "TEN-INVALID": "The spec of a Tenant can't be understood.",
    "TEN-LABEL": "A label or annotation of a namespace can't be set.",
    "TEN-NAME": "The API server refuses a name.",
    "TEN-NAME-TWICE": "Two entries of one list have one name.",
    "TEN-NAMESPACE-RESERVED": "A Tenant claims a namespace of the platform.",
    "TEN-NAMESPACE-TWICE": "Two Tenants claim one namespace.",
    "TEN-NAMESPACE-UNKNOWN":
      "A namespace is used that the Tenant does not have.",
    "TEN-NETWORK-UNKNOWN": "A network preset does not exist.",
    "TEN-NOT-OURS": "An object that a Tenant needs is there and not ours.",
    "TEN-OVERRIDE-CONFLICT": "Two overrides give one field two values.",
    "TEN-OWNER": "An owner is a group or user of the system.",
    "TEN-PATH": "A path leaves the repository.",
    "TEN-QUOTA-UNKNOWN": "A quota size does not exist.",
    "TEN-REMOVED-EARLY": "A Tenant is removed before its retention is over.",
    "TEN-RETENTION": "A Tenant is retained or removed, nobody says until when.",
    "TEN-ROLE-POWER": "A role could lift the boundary of the tenant.",
    "TEN-ROLE-UNKNOWN": "Nobody knows what a ClusterRole allows.",
    "TEN-SECRET-PLATFORM-KEY":
      "A tenant's decryption key is named like the platform's.",
    "TEN-SOURCE-KIND": "An app can't be made from this kind of source.",
    "TEN-SOURCE-UNKNOWN":
      "An app names a source that the Tenant does not have.",
    "TEN-TENANT-TWICE": "Two Tenants have one name.",
    "TEN-URL": "Flux refuses the address of a source.",
    "TEN-URL-CREDENTIALS": "An address holds a password or a token.",
  }),
  ...fixed("info", {
    "TEN-NAMESPACE-LEFT": "A Tenant no longer names a namespace it had.",
    "TEN-REMOVED": "What people do by hand after a Tenant was removed.",
    "TEN-UNCHECKED": "What can't be judged here and is left to check-platform.",
  }),
});
export type Code = keyof typeof policy.rules;

/** A finding of this function. */
export const { finding } = policy;
