import * as v from "valibot";
import { described, mappingOf, strict } from "../krm/schema.ts";

const Globs = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1, "must not be empty"))),
  v.minLength(1, "must name at least one"),
);

const Operator = v.picklist(["In", "NotIn", "Exists", "DoesNotExist"]);

const Expression = strict({
  key: described(v.string(), "Key of the label."),
  operator: described(Operator, "How the label is compared."),
  values: v.optional(
    described(v.array(v.string()), "Values for In and NotIn."),
  ),
});

/** A label selector, as Kubernetes has it. */
export const LabelSelector = strict({
  matchLabels: v.optional(
    described(
      mappingOf(v.string(), v.string()),
      "Labels that must be there with exactly these values.",
    ),
  ),
  matchExpressions: v.optional(
    described(v.array(Expression), "Conditions that must all hold."),
  ),
});
export type LabelSelector = v.InferOutput<typeof LabelSelector>;

const Kind = v.pipe(
  v.string(),
  v.regex(
    /^([a-z0-9][-a-z0-9.]*\/)?[A-Z][A-Za-z0-9]*$/,
    "must be a kind, Deployment, or a group and a kind, apps/Deployment (core/Service for the core group)",
  ),
);

const conditions = {
  kinds: v.optional(
    described(
      v.pipe(v.array(Kind), v.minLength(1, "must name at least one")),
      "Kinds, with or without their group: Deployment, apps/StatefulSet, core/Service.",
    ),
  ),
  names: v.optional(
    described(Globs, "Names; * stands for any text, ? for one character."),
  ),
  namespaces: v.optional(
    described(
      Globs,
      "Namespaces, as globs. Of a Namespace its own name; of a Flux Kustomization or HelmRelease its targetNamespace. Objects without a namespace never match.",
    ),
  ),
  labels: v.optional(described(LabelSelector, "Labels of the object.")),
  namespaceLabels: v.optional(
    described(
      LabelSelector,
      "Labels of the object's Namespace, which must be in the same build.",
    ),
  ),
  annotations: v.optional(
    described(
      mappingOf(v.string(), v.string()),
      "Annotations that must be there, with their values as globs.",
    ),
  ),
};

/** One entry of a `select` or `exclude` list: all its conditions must hold. */
export const SelectEntry = strict({
  ...conditions,
  optional: v.optional(
    described(v.boolean(), "Says nothing where the entry matches no object."),
  ),
});
export type SelectEntry = v.InferOutput<typeof SelectEntry>;

const Entries = v.pipe(
  v.array(SelectEntry),
  v.minLength(1, "must hold at least one entry"),
);

/** The field `select` of a rule; without it every object is meant. */
export const Select = described(
  Entries,
  "Objects the rule is for; one entry must match. Everything where it is left out.",
);
export type Select = v.InferOutput<typeof Select>;

/** The field `exclude` of a rule. */
export const Exclude = described(
  Entries,
  "Objects the rule is not for, even where select matches.",
);

const FactKey = v.pipe(
  v.string(),
  v.regex(
    /^[_a-zA-Z][_a-zA-Z0-9]*$/,
    "must be letters, digits and _, not beginning with a digit: Flux substitutes facts as variables",
  ),
);

/** The field `when` of a rule: in which clusters it applies. */
export const When = strict({
  profiles: v.optional(
    described(v.array(v.string()), "Profiles of clusters; one must match."),
  ),
  facts: v.optional(
    described(
      mappingOf(FactKey, v.array(v.string())),
      "Facts of the cluster, each with the values that match.",
    ),
  ),
});
export type When = v.InferOutput<typeof When>;

/** `spec` of a GuardrailException. */
export const ExceptionSpec = strict({
  rule: described(
    v.pipe(
      v.string(),
      v.regex(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/, "must be a rule code"),
    ),
    "Code of the rule that is suspended, such as NS-LABEL-MISSING.",
  ),
  target: described(
    v.union([SelectEntry, Entries]),
    "Objects it is suspended for: an entry of select, or a list of them.",
  ),
  wide: v.optional(
    described(
      v.boolean(),
      "Says that a target which matches whatever there is, by a bare * as name, is meant.",
    ),
  ),
  owner: described(
    v.pipe(v.string(), v.minLength(1, "must not be empty")),
    "Who answers for the exception.",
  ),
  reason: described(
    v.pipe(v.string(), v.minLength(1, "must not be empty")),
    "Why it is needed.",
  ),
  ticket: v.optional(described(v.string(), "Where its end is tracked.")),
  expires: described(
    v.pipe(
      v.string(),
      // A YAML 1.1 writer turns an unquoted date into a timestamp.
      v.regex(/^\d{4}-\d{2}-\d{2}(T00:00:00Z)?$/, "must be a date, 2027-01-31"),
    ),
    "Last day it holds, YYYY-MM-DD.",
  ),
});
export type ExceptionSpec = v.InferOutput<typeof ExceptionSpec>;
