import * as objects from "./objects.mjs";
import { randomFrom } from "./random.mjs";

const SEED = 20260101;

/** Items of a namespace, one of them the Namespace itself. */
const BLOCK = 50;

/**
 * What stands at a place of the list: of 1,000 items 310 are Deployments, 290
 * ConfigMaps, 270 Services, 50 HelmReleases, 50 Flux Kustomizations, 20
 * Namespaces and 10 CustomResourceDefinitions.
 * @param {number} index
 */
function makerAt(index) {
  if (index % 100 === 7) return objects.customResourceDefinition;
  if (index % BLOCK === 13) return objects.namespace;
  if (index % 20 === 11) return objects.helmRelease;
  if (index % 20 === 5) return objects.flow;
  const rest = [objects.deployment, objects.service, objects.configMap];
  return rest[index % 3] ?? objects.service;
}

/**
 * The text of every item, each with its dash and its line ends.
 * @param {number} count
 * @returns {string[]}
 */
export function itemTexts(count) {
  const random = randomFrom(SEED);
  return Array.from({ length: count }, (_, index) => {
    const make = makerAt(index);
    const namespace = `tenant-${Math.floor(index / BLOCK)}`;
    const name =
      make === objects.namespace ? namespace : `${random.words(1)}-${index}`;
    const lines = make({ name, namespace, index, random });
    return `- ${lines.join("\n  ")}\n`;
  });
}

/**
 * A ResourceList in the order in which Kustomize writes it.
 * @param {readonly string[]} items
 * @param {string} functionConfig lines without a margin
 * @returns {string}
 */
export function listOf(items, functionConfig) {
  return [
    "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n",
    ...items,
    `functionConfig:\n${functionConfig.replaceAll(/^(?=.)/gm, "  ")}`,
  ].join("");
}
