import { policyOf } from "../../lib/policy/policy.ts";
import { fixed } from "../../lib/policy/rule.ts";

/** Annotation that keeps Flux from deleting an object; source: Flux. */
export const PRUNE = "kustomize.toolkit.fluxcd.io/prune";

/** The rules of this function; a catalogue is right or it is not. */
export const policy = policyOf(
  "ApplyProfile",
  {
    "PRO-FLOW": fixed(
      "Every component of a cluster has one Flux Kustomization.",
    ),
    "PRO-NAMESPACE": fixed(
      "Namespaces of components are declared in the cluster.",
    ),
    "PRO-FACTS": fixed("The cluster's facts are a ConfigMap that Flux reads."),
    "PRO-CLUSTER": fixed("The items hold not exactly one PlatformCluster."),
    "PRO-RESOURCE": fixed("A resource of the platform can't be understood."),
    "PRO-DUPLICATE": fixed("Two resources of one kind have one name."),
    "PRO-PROFILE-UNKNOWN": fixed("A profile is named that does not exist."),
    "PRO-PROFILE-CYCLE": fixed("Profiles extend each other in a circle."),
    "PRO-PROFILE-CONFLICT": fixed(
      "Two profiles of one line contradict each other.",
    ),
    "PRO-COMPONENT-UNKNOWN": fixed(
      "A component or capability is named that does not exist.",
    ),
    "PRO-COMPONENT-PROFILE": fixed(
      "A component has no configuration for the profile.",
    ),
    "PRO-PROVIDER-MISSING": fixed(
      "No component provides what the profile requires.",
    ),
    "PRO-PROVIDER-TWICE": fixed(
      "Two components are there of which one is allowed.",
    ),
    "PRO-CHOICE-MISSING": fixed("A one-of has neither a choice nor a default."),
    "PRO-CHOICE-UNKNOWN": fixed(
      "A cluster chooses where its profile has no one-of.",
    ),
    "PRO-CHOICE-INVALID": fixed(
      "What is chosen is not among the alternatives.",
    ),
    "PRO-OPTIONAL-UNKNOWN": fixed(
      "A component is switched on that is not optional.",
    ),
    "PRO-OPTIONAL-REDUNDANT": fixed(
      "A component is switched on that is there anyway.",
      "warning",
    ),
    "PRO-REQUIRES": fixed("A component lacks what it requires."),
    "PRO-EXCLUDES": fixed("Two components are there that exclude each other."),
    "PRO-CYCLE": fixed("Components require each other in a circle."),
    "PRO-FACT-UNKNOWN": fixed(
      "A cluster states a fact that its profile does not have.",
    ),
    "PRO-FACT-MISSING": fixed("A required fact has no value."),
    "PRO-FACT-VALUE": fixed("A fact has a value that is not allowed."),
    "PRO-PATH": fixed("A path is not inside the repository."),
    "PRO-NAMESPACE-INVALID": fixed(
      "A Namespace is declared that no API server takes.",
    ),
    "PRO-NAMESPACE-CONFLICT": fixed(
      "Two components declare one Namespace differently.",
    ),
    "PRO-NAMESPACE-GONE": fixed(
      "A Namespace is no longer declared, and stays.",
      "info",
    ),
    "PRO-TAKEN": fixed(
      "Somebody else's object stands where one is to be written.",
    ),
    "PRO-ORPHAN": fixed(
      "An object belongs to a cluster that is not there.",
      "warning",
    ),
    "PRO-CATALOGUE-VOID": fixed("No cluster could ever have this profile."),
    "PRO-CATALOGUE-DEAD": fixed(
      "No cluster could ever have this component.",
      "warning",
    ),
    "PRO-CATALOGUE-IDLE": fixed(
      "A profile offers a component that it can't have.",
      "warning",
    ),
    "PRO-INDIVIDUAL": fixed(
      "A cluster holds what no other cluster could have.",
      "warning",
    ),
  },
  ["FACT-UNKNOWN", "FACT-CONFLICT", "EXCEPTION-INVALID"],
);
export type Code = keyof typeof policy.rules;

/** A finding of this function. */
export const { finding } = policy;
