import * as v from "valibot";
import { BOOTSTRAPPED, sourceRefSchema } from "../../lib/flux/source.ts";
import { described, strict } from "../../lib/krm/schema.ts";

/** Source: Flux's Kustomization, the pattern of `spec.interval`. */
const Duration = v.pipe(
  v.string(),
  v.regex(
    /^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/,
    "must be a duration such as 10m or 1h30m",
  ),
);

const interval = described(Duration, "How often Flux reconciles the flow.");
const retryInterval = described(
  Duration,
  "How soon Flux tries again after a failure.",
);
const timeout = described(
  Duration,
  "How long applying and the health checks may take.",
);
const prune = described(
  v.boolean(),
  "Whether Flux deletes what leaves the component's path.",
);
const wait = described(
  v.boolean(),
  "Whether the flow is ready only when all it applied is.",
);

/** How Flux runs a flow; what is left out comes from the next weaker layer. */
export const FlowSettings = strict({
  interval: v.optional(interval),
  retryInterval: v.optional(retryInterval),
  timeout: v.optional(timeout),
  prune: v.optional(prune),
  wait: v.optional(wait),
});
export type FlowSettings = v.InferOutput<typeof FlowSettings>;

const Defaults = strict({
  interval: v.optional(interval, "10m"),
  retryInterval: v.optional(retryInterval, "2m"),
  timeout: v.optional(timeout, "5m"),
  prune: v.optional(prune, true),
  wait: v.optional(wait, true),
});

/** A name that must not be empty. */
export const Name = v.pipe(v.string(), v.minLength(1, "must not be empty"));

const SourceRef = sourceRefSchema(`flux-system; \${cluster.…} is filled in.`);

/** `spec` of ApplyProfile. */
export const Spec = strict({
  sourceRef: v.optional(
    described(SourceRef, "Where the flows find the components' paths."),
    BOOTSTRAPPED.sourceRef,
  ),
  serviceAccountName: v.optional(
    described(Name, "Account that applies the flows, in flux-system."),
    "kustomize-controller",
  ),
  defaults: v.optional(
    described(
      Defaults,
      "How Flux runs a flow where neither its component nor the profile says.",
    ),
    {},
  ),
});
export type Spec = v.InferOutput<typeof Spec>;
