/** What it takes all clusters and the whole catalogue to tell. */
import { repositoryText } from "../cli/check/report.ts";
import { allOfRepository } from "../cli/check/repository.ts";
import { describeWith } from "./engines.ts";
import { breakablePlatform } from "./helpers/breakable.ts";
import { object } from "./mutations/mutation.ts";

const EU = "clusters/sts-devpkg/eu/cluster";
const BASE = "clusters/_components/base/profile.yaml";
const GUARDRAILS = "clusters/_components/guardrails/pipeline.yaml";
const OURS = "flux-platform.dev/v1alpha1";

jest.setTimeout(60_000);

describeWith("kustomize", "a repository", (paths) => {
  const held = breakablePlatform(paths.kustomize);

  /** Findings that people see, and the score of each cluster. */
  const told = () => {
    const checked = held.current.checkAll();
    const { results } = allOfRepository(checked);
    return {
      text: repositoryText(checked),
      scores: checked.clusters.map(({ individuality }) => individuality),
      findings: results
        .filter(({ severity }) => severity !== "info")
        .map((one) => `${one.severity} ${one.tags.rule}: ${one.message}`),
    };
  };

  test("that is whole has no finding", () => {
    const { findings, scores } = told();
    expect(findings).toEqual([]);
    expect(scores).toEqual([0, 0, 0]);
  });

  test("has a profile that can never be satisfied", () => {
    for (const policies of ["gatekeeper", "kyverno"]) {
      held.current.edit(
        `platform/${policies}/component.yaml`,
        /excludes: .*/,
        "excludes: [cert-manager]",
      );
    }
    const { findings, text } = told();
    for (const profile of ["dev", "production", "sss"]) {
      expect(findings).toContainEqual(
        expect.stringMatching(
          `^error PRO-CATALOGUE-VOID: no cluster can have the profile ${profile}: .*excludes cert-manager`,
        ),
      );
    }
    expect(text).toContain("\ncatalogue: 4 profiles and 15 components, ");
    expect(text).not.toContain("each of which some cluster can have");
  });

  test("has a component that no profile can select", () => {
    held.current.edit(
      BASE,
      "        from: [gatekeeper, kyverno]\n",
      "        from: [kyverno]\n",
    );
    held.current.edit(
      "clusters/dev-lab/local/cluster/cluster.yaml",
      /\n {4}policies: gatekeeper/,
      "\n    policies: kyverno",
    );
    expect(told().findings).toEqual([
      "warning PRO-CATALOGUE-DEAD: no cluster can have gatekeeper: no profile offers it, or none that does can ever have it; name it in a profile, or remove the component",
    ]);
  });

  test("has a profile that no cluster follows and that is wrong all the same", () => {
    const profile = object(OURS, "ClusterProfile", "edge", {
      spec: { extends: "base", components: { required: ["velero"] } },
    });
    const component =
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources:\n";
    held.current.write(
      "clusters/_components/edge/kustomization.yaml",
      component,
    );
    held.current.add("clusters/_components/edge", "profile.yaml", profile);
    expect(told().findings).toContainEqual(
      expect.stringMatching(/^error PRO-[A-Z-]+: .*edge/),
    );
  });

  test("has a cluster with an object of its own", () => {
    held.current.add(EU, "own.yaml", object("v1", "ConfigMap", "devops/own"));
    const { findings, scores, text } = told();
    expect(findings).toEqual([
      expect.stringMatching(
        /^error CLU-PROFILE: .* holds ConfigMap devops\/own/,
      ),
    ]);
    expect(scores).toEqual([0, 1, 0]);
    expect(text).toMatch(/\nindividuality: 1 in 3 clusters\n$/);
  });

  test("has a cluster with an exception of its own", () => {
    const exception = object(OURS, "GuardrailException", "mine", {
      spec: {
        rule: "TEN-LAYER",
        target: { names: ["github-runners"] },
        owner: "jane@example.com",
        reason: "moves next month",
        expires: "2026-12-31",
      },
    });
    held.current.edit(
      "platform/github-runners/base/runners.yaml",
      "- name: github-runners-controller\n",
      "- name: nowhere\n",
    );
    held.current.add(EU, "exception.yaml", exception);
    const { findings, scores } = told();
    // The same component is broken in us, where nobody made an exception.
    expect(findings).toEqual([
      expect.stringMatching(
        /^warning PRO-INDIVIDUAL: .*GuardrailException mine/,
      ),
      expect.stringMatching(/^error TEN-LAYER: /),
    ]);
    expect(scores).toEqual([0, 1, 0]);
  });

  test("has a rule that selects nothing anywhere", () => {
    held.current.edit(
      GUARDRAILS,
      /- kind: InjectTolerations\n( *)spec:\n *rules:\n/,
      (whole) =>
        `${whole}      - select: [{ namespaces: ["nowhere-*"] }]\n        tolerations: [{ key: a, operator: Exists, effect: NoSchedule }]\n`,
    );
    expect(told().findings).toEqual([
      "warning SELECT-NOTHING: matches no object of this build, nor of any other build of the repository: remove the entry, or set optional: true",
    ]);
  });

  test("has one cluster that can't be built; the others are checked", () => {
    held.current.edit(
      `${EU}/kustomization.yaml`,
      "- cluster.yaml\n",
      "- cluster.yaml\n- nowhere.yaml\n",
    );
    const { findings, text, scores } = told();
    expect(findings[0]).toMatch(/^error BUILD-FAILED: /);
    expect(scores).toEqual([0, undefined, 0]);
    expect(text).toMatch(/eu\/cluster .*: the guardrails do not hold\n/);
    expect(text).toMatch(/us\/cluster .*: the guardrails hold, 16 open\n/);
  });
});
