import * as v from "valibot";
import { described, strict } from "../../lib/krm/schema.ts";
import { Exclude, Select, When } from "../../lib/kubernetes/schema.ts";
import { CODES, type Code, DECISIONS } from "./codes.ts";

const Name = v.pipe(v.string(), v.minLength(1, "must not be empty"));
const Names = v.pipe(v.array(Name), v.minLength(1, "must name at least one"));

const Severity = v.picklist(["error", "warning", "off"]);
type SeverityField = v.OptionalSchema<typeof Severity, undefined>;

const severities = Object.fromEntries(
  CODES.map((code) => [
    code,
    v.optional(described(Severity, `How bad a breach is. ${DECISIONS[code]}`)),
  ]),
  // Every code has an entry of this one type.
) as unknown as Readonly<Record<Code, SeverityField>>;

const SourceRef = strict({
  kind: described(
    v.picklist([
      "GitRepository",
      "OCIRepository",
      "Bucket",
      "ExternalArtifact",
    ]),
    "Kind of the source.",
  ),
  name: described(Name, "Name of the source, in a namespace of the platform."),
});

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

/** `spec` of CheckPlatform. */
export const Spec = strict({
  rules: v.optional(
    described(
      strict(severities),
      "By rule, how bad a breach is; error where it is left out.",
    ),
    {},
  ),
  platformNamespaces: v.optional(
    described(Names, "Namespaces of Flux and of the platform's own flows."),
    ["flux-system"],
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
    { kind: "GitRepository", name: "flux-system" },
  ),
  accounts: v.optional(
    described(Accounts, "Accounts under the multi-tenancy lock-down."),
    {},
  ),
  crds: v.optional(described(Crds, "What releases do with CRDs."), {}),
  standardBindings: v.optional(
    described(
      v.array(StandardBinding),
      "Bindings that the selected Namespaces must hold.",
    ),
    [],
  ),
});
export type Spec = v.InferOutput<typeof Spec>;
