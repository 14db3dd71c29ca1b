import type { Decision } from "../decision.ts";
import { type Breach, breach, isRelease, type World } from "../world.ts";

/** NS-CREATE */
export const nsCreate = {
  code: "NS-CREATE",
  says: "No HelmRelease creates its namespace.",
  checks: [{ sees: "HelmReleases", run: creatingBreaches }],
} as const satisfies Decision;

/** HelmReleases that make their namespace, which nothing then labels. */
function creatingBreaches({ objects }: World): Breach[] {
  const path = ["spec", "install", "createNamespace"];
  return objects
    .filter((item) => isRelease(item) && item.get(path) === true)
    .map((item) =>
      breach(
        item,
        path,
        "Helm would create the namespace, without labels and without a guard against deletion: declare it as a Namespace, and remove this field",
      ),
    );
}
