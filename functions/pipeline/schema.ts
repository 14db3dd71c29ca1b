import * as v from "valibot";
import { described, mappingOf, strict } from "../../lib/krm/schema.ts";

const Fields = strict({
  kind: described(
    v.optional(v.pipe(v.string(), v.minLength(1, "must not be empty"))),
    "Kind of the function, with its config in `spec`.",
  ),
  spec: described(
    v.optional(mappingOf(v.string(), v.unknown())),
    "What would be the `spec` of the function's own config.",
  ),
  configRef: described(
    v.optional(
      strict({
        kind: described(
          v.pipe(v.string(), v.minLength(1, "must not be empty")),
          "Kind of the config.",
        ),
        name: described(
          v.pipe(v.string(), v.minLength(1, "must not be empty")),
          "Its `metadata.name`.",
        ),
      }),
    ),
    "A config among the items, instead of `kind` and `spec`.",
  ),
});

const Step = v.pipe(
  Fields,
  v.check(
    ({ kind, configRef }) => kind !== undefined || configRef !== undefined,
    "needs kind and spec, or configRef",
  ),
  v.check(
    ({ kind, spec, configRef }) =>
      configRef === undefined || (kind === undefined && spec === undefined),
    "configRef takes the place of kind and spec, give one of them",
  ),
);
export type Step = v.InferOutput<typeof Step>;

/** `spec` of a Pipeline. */
export const Spec = strict({
  functions: described(
    v.pipe(v.array(Step), v.minLength(1, "must name at least one")),
    "The functions, in the order they run.",
  ),
});
