import { ourReading, readingProblem } from "../../differential/agree.ts";
import { document } from "../../differential/texts.ts";
import { compareWithGo } from "../generated.ts";
import type { Property } from "../property.ts";

/** Our reader refuses a text, or reads in it what Go reads. */
export const property: Property = {
  name: "reading",
  needs: ["goYaml"],
  ci: { seed: 20260302, count: 10_000 },
  run: (seed, count) =>
    compareWithGo(seed, count, {
      make: document,
      ask: (go, texts) => go.read(texts),
      problem: (text, reading) => {
        const ours = ourReading(text);
        const problem = readingProblem(ours, reading);
        if (problem) return problem;
        // Where we alone refuse, nothing was compared.
        const alone = "refused" in ours && reading.kustomize.values;
        return alone ? undefined : "";
      },
    }),
};
