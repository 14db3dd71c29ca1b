import { sortGraph } from "../../lib/graph.ts";
import type { SpecOf } from "../../lib/kubernetes/models.ts";
import {
  type Compact,
  compact,
  resource,
} from "../../lib/kubernetes/resources.ts";
import { dependencies } from "./constraints.ts";
import { FACTS_NAME } from "./facts.ts";
import type { Filler } from "./fill.ts";
import type { Resolved } from "./inherit.ts";
import type { Made } from "./owned.ts";
import { pathProblem } from "./path.ts";
import type { Picked, Selection } from "./pick.ts";
import type { ComponentSpec } from "./resources.ts";
import type { FlowSettings, Spec } from "./schema.ts";

type FlowSpec = SpecOf<"Kustomization">;

/** What all flows of a cluster have in common. */
interface AllFlows {
  readonly spec: Spec;
  readonly profile: Resolved;
  readonly fill: Filler;
}

/** One Flux Kustomization a component, behind those that it waits for. */
export function flowsOf(selection: Selection, all: AllFlows): Made[] {
  const graph = dependencies(selection);
  const { kind, name } = all.spec.sourceRef;
  const sourceRef = {
    kind,
    name: all.fill.one(name, { path: ["spec", "sourceRef", "name"] }),
  };
  return sortGraph(graph).order.flatMap((component) => {
    const picked = selection.picked.get(component);
    const dependsOn = graph.get(component) ?? [];
    return picked ? [flow(picked, { ...all, dependsOn, sourceRef })] : [];
  });
}

interface OneFlow extends AllFlows {
  readonly dependsOn: readonly string[];
  readonly sourceRef: FlowSpec["sourceRef"];
}

function flow({ component, because }: Picked, all: OneFlow): Made {
  const { name, item, spec } = component;
  const profile = all.profile.profile.name;
  const path = ["spec", "profiles", profile, "path"];
  const template = spec.profiles[profile]?.path ?? "";
  return {
    why: { code: "PRO-FLOW", at: { object: item.ref, path }, reason: because },
    object: resource(
      "Kustomization",
      { name, namespace: "flux-system" },
      {
        spec: {
          ...settingsOf(spec, all),
          serviceAccountName: all.spec.serviceAccountName,
          sourceRef: all.sourceRef,
          path: all.fill.one(template, { item, path }, pathProblem, "PRO-PATH"),
          ...some(
            "dependsOn",
            all.dependsOn.map((one) => ({ name: one })),
          ),
          ...some("healthChecks", spec.healthChecks ?? []),
          ...some("healthCheckExprs", spec.healthCheckExprs ?? []),
          ...postBuild(component, all.fill),
        },
      },
    ),
  };
}

const SETTINGS = [
  "interval",
  "retryInterval",
  "timeout",
  "prune",
  "wait",
] as const;

/** The component knows best, then the profile, then the platform. */
function settingsOf(
  own: ComponentSpec,
  { spec, profile }: AllFlows,
): Spec["defaults"] {
  const health = own.healthChecks?.length ? { wait: false } : {};
  const layers: readonly FlowSettings[] = [
    own,
    // Flux ignores health checks where it waits for everything.
    health,
    profile.defaults,
    spec.defaults,
  ];
  return Object.fromEntries(
    SETTINGS.map((key) => [
      key,
      layers.find((layer) => layer[key] !== undefined)?.[key],
    ]),
    // The platform's defaults have all of them.
  ) as Spec["defaults"];
}

function some<Key extends string, Entry extends object>(
  key: Key,
  list: readonly Entry[],
): { [One in Key]?: readonly Compact<Entry>[] } {
  const entries = list.map((entry) => compact(entry));
  return entries.length > 0
    ? ({ [key]: entries } as Record<Key, typeof entries>)
    : {};
}

function postBuild(
  { item, spec }: Picked["component"],
  fill: Filler,
): Pick<FlowSpec, "postBuild"> {
  const { substitute, variables } = spec;
  if (!substitute && !variables) return {};
  const path = ["spec", "variables"];
  return {
    postBuild: {
      ...(variables ? { substitute: fill.all(variables, { item, path }) } : {}),
      ...(substitute
        ? { substituteFrom: [{ kind: "ConfigMap", name: FACTS_NAME }] }
        : {}),
    },
  };
}
