/** Exceptions of a cluster that are about what its flows apply. */
import { allOf } from "../cli/check/check.ts";
import { describeWith } from "./engines.ts";
import { breakablePlatform } from "./helpers/breakable.ts";
import { object } from "./mutations/mutation.ts";

const CLUSTER = "clusters/sts-devpkg/eu";
const VELERO = "platform/velero/base/release.yaml";

describeWith("kustomize", "an exception", (paths) => {
  const held = breakablePlatform(paths.kustomize);

  const exception = (names: readonly string[], rule: string): object =>
    object("flux-platform.dev/v1alpha1", "GuardrailException", "velero", {
      spec: {
        rule,
        target: { names },
        owner: "jane@example.com",
        reason: "the new chart moves its CRDs",
        expires: "2026-12-31",
      },
    });
  const declare = (names: readonly string[], rule = "CRD-KEEP"): void =>
    held.current.add(
      `${CLUSTER}/cluster`,
      "exception.yaml",
      exception(names, rule),
    );
  const breakIt = (): void =>
    held.current.edit(VELERO, "crds: CreateReplace", "crds: Create");
  /** Every exception is individual, too. */
  const codes = (): string[] =>
    allOf(held.current.check(CLUSTER))
      .results.filter(
        ({ severity, tags }) =>
          severity !== "info" && tags.rule !== "PRO-INDIVIDUAL",
      )
      .map(({ severity, tags }) => `${severity} ${tags.rule}`);

  test("of the cluster suspends what only the cluster's guardrails see", () => {
    held.current.edit(
      "platform/github-runners/base/runners.yaml",
      "- name: github-runners-controller\n",
      "- name: nowhere\n",
    );
    expect(codes()).toEqual(["error TEN-LAYER"]);
    declare(["github-runners"], "TEN-LAYER");
    expect(codes()).toEqual([]);
  });

  test("of the cluster suspends nothing that the path's own guardrails see", () => {
    breakIt();
    declare(["velero"]);
    expect(codes()).toEqual(["error CRD-KEEP"]);
  });

  test("is unused where nothing breaks its rule, in whatever path", () => {
    declare(["velero"]);
    expect(codes()).toEqual(["warning EXCEPTION-UNUSED"]);
  });

  test("is unused where it is about something else", () => {
    breakIt();
    declare(["loki"]);
    expect(codes().sort()).toEqual([
      "error CRD-KEEP",
      "warning EXCEPTION-UNUSED",
    ]);
  });

  test("of a component's own path suspends it there", () => {
    breakIt();
    held.current.add(
      "platform/velero/base",
      "exception.yaml",
      exception(["velero"], "CRD-KEEP"),
    );
    expect(codes()).toEqual([]);
  });
});
