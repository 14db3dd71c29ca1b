import { printCanonical, Unprintable } from "../../../lib/yaml/canonical.ts";
import { printableObject } from "../../differential/objects.ts";
import { printExact } from "../../helpers/exact-json.ts";
import { compareWithGo } from "../generated.ts";
import type { Property } from "../property.ts";

/** `printCanonical` prints what Kustomize prints, or refuses. */
export const property: Property = {
  name: "canonical",
  needs: ["goYaml"],
  ci: { seed: 20260304, count: 24_000 },
  run: (seed, count) =>
    compareWithGo(seed, count, {
      make: printableObject,
      ask: (go, objects) => go.print(objects.map(printExact)),
      problem: (object, go) => {
        const ours = printed(object);
        if (ours === undefined) return undefined;
        if (go.text === ours) return "";
        return `we print\n${ours}\nKustomize prints\n${go.text ?? go.error}`;
      },
    }),
};

function printed(
  object: Readonly<Record<string, unknown>>,
): string | undefined {
  try {
    return printCanonical(object);
  } catch (error) {
    if (error instanceof Unprintable) return undefined;
    throw error;
  }
}
