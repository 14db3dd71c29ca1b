import { listProblem, ourList } from "../../differential/agree.ts";
import { list } from "../../differential/texts.ts";
import { compareWithGo } from "../generated.ts";
import type { Property } from "../property.ts";

/**
 * A ResourceList is refused, or falls into the items that Go sees, and what
 * the shallow scan and the reader say of each is what Go says.
 */
export const property: Property = {
  name: "cutting",
  needs: ["goYaml"],
  ci: { seed: 20260303, count: 10_000 },
  run: (seed, count) =>
    compareWithGo(seed, count, {
      make: list,
      ask: (go, texts) => go.list(texts),
      problem: (text, go) => {
        const ours = ourList(text);
        const problem = listProblem(ours, go);
        if (problem) return problem;
        // Where one side alone refuses, nothing was compared.
        const both = "value" in ours === (go.items !== undefined);
        return both ? "" : undefined;
      },
    }),
};
