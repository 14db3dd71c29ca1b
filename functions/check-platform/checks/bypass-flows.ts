import { type Item, mapping, text } from "../../../lib/krm/item.ts";
import {
  type Breach,
  breach,
  isOwnFlow,
  listOf,
  type World,
} from "../world.ts";

/**
 * Fields of a Flux Kustomization that change objects after the render. Source:
 * Flux's Kustomization; they become fields of a kustomization around the path.
 */
const LATE: Readonly<Record<string, string>> = {
  patches: "patches what the guardrails wrote",
  components: "runs components behind the guardrails",
  images: "names images that no guardrail saw",
  namePrefix: "renames every object",
  nameSuffix: "renames every object",
  targetNamespace: "moves every object into another namespace",
  commonMetadata: "overwrites labels and annotations of every object",
};

/** Flows that undo, when Flux applies it, what the guardrails did. */
export function flowBypasses(world: World): Breach[] {
  return world.objects
    .filter((item) => isOwnFlow(item, world))
    .flatMap((item) => [...lateFields(item), ...otherFacts(item, world)]);
}

function lateFields(item: Item): Breach[] {
  const spec = mapping(item.get(["spec"]));
  return Object.entries(LATE)
    .filter(([key]) => !isEmpty(spec[key]))
    .map(([key, effect]) =>
      breach(
        item,
        ["spec", key],
        `Flux ${effect}, after the guardrails ran: do it in the path's own kustomization, before them`,
      ),
    );
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

const SUBSTITUTE = ["spec", "postBuild", "substitute"];
const FROM = ["spec", "postBuild", "substituteFrom"];

/** Variables that give a fact of the cluster another value. */
function otherFacts(item: Item, world: World): Breach[] {
  const values = mapping(item.get(SUBSTITUTE));
  const own = Object.entries(values).flatMap(([key, value]) => {
    const fact = factOf(key, world);
    if (fact === undefined || fact === String(value)) return [];
    const message = `${key} is ${fact} in this cluster: Flux would fill another value into what the guardrails wrote; take facts from cluster-facts`;
    return [breach(item, [...SUBSTITUTE, key], message, fact)];
  });
  return [...own, ...secretVariables(item)];
}

function factOf(key: string, { facts }: World): string | undefined {
  const special: Readonly<Record<string, string>> = {
    cluster_name: "cluster.name",
    cluster_profile: "cluster.profile",
  };
  const found = facts.lookup(special[key] ?? `cluster.facts.${key}`);
  return "value" in found ? found.value : undefined;
}

/** What nobody can read, no guardrail judged. */
function secretVariables(item: Item): Breach[] {
  return listOf(item.get(FROM)).flatMap((entry, index) => {
    if (text(mapping(entry).kind) !== "Secret") return [];
    const message =
      "Flux would fill values into the objects that no guardrail could read: let the workload read the Secret itself";
    return [breach(item, [...FROM, index], message)];
  });
}
