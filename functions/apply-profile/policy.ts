import { policyOf } from "../../lib/policy/policy.ts";
import { fixed } from "../../lib/policy/rule.ts";

/** The rules of this function; a catalogue is right or it is not. */
export const policy = policyOf(
  "ApplyProfile",
  {
    ...fixed("error", {
      "PRO-FLOW": "Every component of a cluster has one Flux Kustomization.",
      "PRO-NAMESPACE": "Namespaces of components are declared in the cluster.",
      "PRO-FACTS": "The cluster's facts are a ConfigMap that Flux reads.",
      "PRO-CLUSTER": "The items hold not exactly one PlatformCluster.",
      "PRO-RESOURCE": "A resource of the platform can't be understood.",
      "PRO-DUPLICATE": "Two resources of one kind have one name.",
      "PRO-PROFILE-UNKNOWN": "A profile is named that does not exist.",
      "PRO-PROFILE-CYCLE": "Profiles extend each other in a circle.",
      "PRO-PROFILE-CONFLICT": "Two profiles of one line contradict each other.",
      "PRO-COMPONENT-UNKNOWN":
        "A component or capability is named that does not exist.",
      "PRO-COMPONENT-PROFILE":
        "A component has no configuration for the profile.",
      "PRO-PROVIDER-MISSING":
        "No component provides what the profile requires.",
      "PRO-PROVIDER-TWICE": "Two components are there of which one is allowed.",
      "PRO-CHOICE-MISSING": "A one-of has neither a choice nor a default.",
      "PRO-CHOICE-UNKNOWN":
        "A cluster chooses where its profile has no one-of.",
      "PRO-CHOICE-INVALID": "What is chosen is not among the alternatives.",
      "PRO-OPTIONAL-UNKNOWN":
        "A component is switched on that is not optional.",
      "PRO-REQUIRES": "A component lacks what it requires.",
      "PRO-EXCLUDES": "Two components are there that exclude each other.",
      "PRO-CYCLE": "Components require each other in a circle.",
      "PRO-FACT-UNKNOWN":
        "A cluster states a fact that its profile does not have.",
      "PRO-FACT-MISSING": "A required fact has no value.",
      "PRO-FACT-VALUE": "A fact has a value that is not allowed.",
      "PRO-PATH": "A path is not inside the repository.",
      "PRO-NAMESPACE-INVALID":
        "A Namespace is declared that no API server takes.",
      "PRO-NAMESPACE-CONFLICT":
        "Two components declare one Namespace differently.",
      "PRO-TAKEN": "Somebody else's object stands where one is to be written.",
      "PRO-CATALOGUE-VOID": "No cluster could ever have this profile.",
    }),
    ...fixed("warning", {
      "PRO-OPTIONAL-REDUNDANT":
        "A component is switched on that is there anyway.",
      "PRO-ORPHAN": "An object belongs to a cluster that is not there.",
      "PRO-CATALOGUE-DEAD": "No cluster could ever have this component.",
      "PRO-CATALOGUE-IDLE": "A profile offers a component that it can't have.",
      "PRO-INDIVIDUAL": "A cluster holds what no other cluster could have.",
    }),
    ...fixed("info", {
      "PRO-NAMESPACE-GONE": "A Namespace is no longer declared, and stays.",
    }),
  },
  {
    shared: [
      "KRM-LIST",
      "KRM-KIND",
      "KRM-LOCAL",
      "FACT-UNKNOWN",
      "FACT-CONFLICT",
      "EXCEPTION-INVALID",
    ],
  },
);
export type Code = keyof typeof policy.rules;

/** A finding of this function. */
export const { finding } = policy;
