import * as v from "valibot";
import { BOOTSTRAPPED, sourceRefSchema } from "../../lib/flux/source.ts";
import { described, strict } from "../../lib/krm/schema.ts";
import { Exclude, Select, When } from "../../lib/kubernetes/schema.ts";

const Name = v.pipe(v.string(), v.minLength(1, "must not be empty"));
const Names = v.pipe(v.array(Name), v.minLength(1, "must name at least one"));

const SourceRef = sourceRefSchema("a namespace of the platform.");

const Accounts = strict({
  kustomization: v.optional(
    described(Name, "Account of the platform's Flux Kustomizations."),
    "kustomize-controller",
  ),
  helmRelease: v.optional(
    described(Name, "Account of the platform's HelmReleases."),
    "helm-controller",
  ),
  default: v.optional(
    described(
      Name,
      "Account without rights that --default-service-account names.",
    ),
    "default",
  ),
});

const Exceptions = strict({
  tenantRules: v.optional(
    described(
      v.array(Name),
      "Rules that exceptions below tenantPaths may suspend, each for its tenant's own namespaces.",
    ),
    [],
  ),
  maxDays: v.optional(
    described(
      v.pipe(v.number(), v.integer(), v.minValue(1)),
      "Days from today in which every exception must end.",
    ),
    365,
  ),
});

const Policy = v.picklist(["Skip", "Create", "CreateReplace"]);

const Crds = strict({
  upgrade: v.optional(
    described(
      v.array(Policy),
      "Values that spec.upgrade.crds of the platform's HelmReleases may have; Flux takes Skip where it has none.",
    ),
    ["CreateReplace"],
  ),
});

const Subject = strict({
  kind: described(
    v.picklist(["Group", "User", "ServiceAccount"]),
    "Kind of the subject.",
  ),
  name: described(Name, "Name of the subject."),
  namespace: v.optional(
    described(
      Name,
      "Namespace of a ServiceAccount; that of the binding where it is left out.",
    ),
  ),
});

/** A binding that selected Namespaces must hold. */
export const StandardBinding = strict({
  select: v.optional(Select),
  exclude: v.optional(Exclude),
  when: v.optional(
    described(When, "Clusters it is for; all where it is left out."),
  ),
  role: described(Name, "Name of the role."),
  roleKind: v.optional(
    described(v.picklist(["ClusterRole", "Role"]), "Kind of the role."),
    "ClusterRole",
  ),
  subjects: described(
    v.pipe(v.array(Subject), v.minLength(1, "must name at least one")),
    "Who must be bound; one binding or several may do it.",
  ),
});
export type StandardBinding = v.InferOutput<typeof StandardBinding>;

/** What rules are told of the platform: `spec` without the rules' switches. */
export const SETTINGS = {
  platformNamespaces: v.optional(
    described(Names, "Namespaces of Flux and of the platform's own flows."),
    BOOTSTRAPPED.platformNamespaces,
  ),
  platformPaths: v.optional(
    described(Names, "Folders of components, from the repository's root."),
    ["platform"],
  ),
  tenantPaths: v.optional(
    described(Names, "Folders of tenants, from the repository's root."),
    ["tenants"],
  ),
  sourceRef: v.optional(
    described(
      SourceRef,
      "The source that is this repository: flows from it are followed.",
    ),
    BOOTSTRAPPED.sourceRef,
  ),
  accounts: v.optional(
    described(Accounts, "Accounts under the multi-tenancy lock-down."),
    {},
  ),
  crds: v.optional(described(Crds, "What releases do with CRDs."), {}),
  exceptions: v.optional(described(Exceptions, "What exceptions may be."), {}),
  standardBindings: v.optional(
    described(
      v.array(StandardBinding),
      "Bindings that the selected Namespaces must hold.",
    ),
    [],
  ),
};
const Settings = strict(SETTINGS);
export type Settings = v.InferOutput<typeof Settings>;
