import { type Item, isMapping } from "../../krm/item.ts";
import type { Path } from "../../krm/result.ts";
import { formatSteps, type Steps } from "./paths.ts";

/** API groups whose kinds are all in the table, or hold no pods. */
const KNOWN_GROUP =
  /^[^.]*$|(^|\.)k8s\.io$|\.toolkit\.fluxcd\.io$|^flux-platform\.dev$/;

/** Whether objects of a kind that the table lacks might hold pods. */
export function mayHoldPods(item: Item): boolean {
  return item.kind !== "" && !KNOWN_GROUP.test(item.group);
}

/** A place that looks like one of pods, with `[]` for elements of lists. */
export interface Suspect {
  readonly path: string;
  /** The field that holds it, up to the first list. */
  readonly field: Path;
  readonly shape: "podSpec" | "tolerations";
}

const MAX_DEPTH = 14;

/** Places in `object` that look like PodSpecs or lists of tolerations. */
export function suspects(object: unknown): Suspect[] {
  const found = new Map<string, Suspect>();
  const visit = (value: unknown, path: Steps): void => {
    if (path.length > MAX_DEPTH) return;
    if (Array.isArray(value)) {
      for (const element of value) visit(element, [...path, "[]"]);
    } else if (isMapping(value)) {
      const suspect = suspectAt(value, path);
      if (suspect) found.set(suspect.path, suspect);
      else {
        for (const key of Object.keys(value)) visit(value[key], [...path, key]);
      }
    }
  };
  if (isMapping(object)) {
    const { metadata: _, status: __, ...rest } = object;
    visit(rest, []);
  }
  return [...found.values()];
}

function suspectAt(
  value: Readonly<Record<string, unknown>>,
  path: Steps,
): Suspect | undefined {
  const { containers, tolerations } = value;
  const name = String(path.findLast((step) => step !== "[]") ?? "");
  if (/spec$|template$|pod$/i.test(name) && hasContainers(containers)) {
    return suspectOf(path, "podSpec");
  }
  const tolerates = Array.isArray(tolerations) && tolerations.some(hasEffect);
  return tolerates
    ? suspectOf([...path, "tolerations"], "tolerations")
    : undefined;
}

function suspectOf(steps: Steps, shape: Suspect["shape"]): Suspect {
  const list = steps.indexOf("[]");
  const field = list < 0 ? steps : steps.slice(0, list);
  return { path: formatSteps(steps), field, shape };
}

function hasContainers(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  return value.some(
    (one) => isMapping(one) && ("image" in one || "name" in one),
  );
}

function hasEffect(value: unknown): boolean {
  return isMapping(value) && ("effect" in value || "operator" in value);
}
