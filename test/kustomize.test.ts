/** Kustomizations as Kustomize reads them, and what they read. */
import { type Load, loadsOf } from "../lib/kustomize/loads.ts";
import { readKustomization } from "../lib/kustomize/read.ts";
import { encode } from "../lib/yaml/text.ts";

const read = (text: string) => readKustomization(encode(text));
const mistake = (text: string): string => {
  try {
    return JSON.stringify(read(text));
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a kustomization", () => {
  test("is read in any letter case, deprecated fields behind today's", () => {
    const { body } = read(
      "RESOURCES: [a]\nBa\u017fes: [b]\nimageTags: [{NAME: x}]\nPatches:\n- PATH: p.yaml\n  Target: {KIND: Pod}\n",
    );
    expect(body).toEqual({
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources: ["a", "b"],
      images: [{ name: "x" }],
      patches: [{ path: "p.yaml", target: { kind: "Pod" } }],
    });
  });

  test("may be a Component", () => {
    expect(read("kind: Component\nresources: [a]\n").isComponent).toBe(true);
  });

  test.each([
    ["", "the kustomization is empty"],
    [
      "resources: [a]\n---\nresources: [b]\n",
      "the kustomization has several documents, of which Kustomize reads the first alone: write one",
    ],
    [
      "resource: [a]\n",
      "resource: Kustomize has no such field, did you mean resources?",
    ],
    [
      "patches: [{target: {nme: x}}]\n",
      "patches[0].target.nme: Kustomize has no such field, did you mean name?",
    ],
    [
      "resources: [a]\nResources: [b]\n",
      "Resources: resources stands twice, in two spellings: write it once",
    ],
    [
      "resources: null\nResources: [b]\n",
      "Resources: resources stands twice, in two spellings: write it once",
    ],
    ["resources: a\n", "resources: expected a list"],
    ["resources: [1]\n", "resources[0]: expected a string"],
    ["labels: [{pairs: {a: 1}}]\n", "labels[0].pairs.a: expected a string"],
    ["metadata: x\n", "metadata: expected a mapping"],
    [
      "replicas: [{count: 1.5}]\n",
      "replicas[0].count: expected a whole number",
    ],
    [
      "kind: Kustomisation\n",
      "kind is Kustomisation, expected Kustomization or Component",
    ],
    [
      "kind: Component\napiVersion: kustomize.config.k8s.io/v1beta1\n",
      "apiVersion is kustomize.config.k8s.io/v1beta1, expected kustomize.config.k8s.io/v1alpha1",
    ],
  ])("%j is refused", (text, message) => {
    expect(mistake(text)).toBe(message);
  });
});

test("everything that a kustomization reads is told", () => {
  const one = read(`resources: [a, ../b]
bases: [https://example.com/c]
components: [d]
crds: [e.yaml]
openapi: {path: f.json}
configurations: [g.yaml]
generators: [h.yaml]
transformers:
- |-
  kind: Inline
  metadata: {name: x}
- i
validators: [j.yaml]
patches: [{path: k.yaml}, {patch: "kind: X"}]
patchesJson6902: [{path: l.yaml}]
patchesStrategicMerge: [m.yaml]
replacements: [{path: n.yaml}, {source: {kind: X}}]
configMapGenerator:
- {name: x, files: [o, "key=p"], envs: [q], env: r, literals: [a=b]}
secretGenerator: [{name: y, files: [https://example.com/s]}]
helmCharts: [{name: z, valuesFile: t.yaml, additionalValuesFiles: [u.yaml]}]
helmChartInflationGenerator: [{chartName: z, values: v.yaml}]
`);
  const shown = ({ as, text }: Load): string => `${as} ${text}`;
  expect(loadsOf(one).map(shown).sort()).toEqual([
    "component d",
    "config h.yaml",
    "config i",
    "config j.yaml",
    "config kind: Inline\nmetadata: {name: x}",
    "file e.yaml",
    "file f.json",
    "file g.yaml",
    "file https://example.com/s",
    "file k.yaml",
    "file l.yaml",
    "file n.yaml",
    "file o",
    "file p",
    "file q",
    "file r",
    "file t.yaml",
    "file u.yaml",
    "file v.yaml",
    "patch m.yaml",
    "resource ../b",
    "resource a",
    "resource https://example.com/c",
  ]);
  const [first] = loadsOf(one);
  expect(first?.path).toEqual(["openapi", "path"]);
});
