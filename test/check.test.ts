import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Result } from "../lib/krm/result.ts";
import { describeWith } from "./engines.ts";
import {
  cleanEnv,
  type Printed,
  programPath,
  spawn,
} from "./helpers/program.ts";
import { at, temporaryFolder } from "./helpers/repository.ts";

const CLUSTER = "clusters/sts-devpkg/eu/cluster";
const PROBES = "platform/probes/production";

describeWith("kustomize", "flux-platform check", ({ kustomize }) => {
  const folder = temporaryFolder();
  const platform = join(folder, "examples", "platform");
  const PATH = `${dirname(kustomize)}${delimiter}${process.env.PATH}`;

  beforeAll(() => {
    mkdirSync(dirname(platform), { recursive: true });
    cpSync(at("examples", "platform"), platform, {
      recursive: true,
      filter: (path) => !path.includes("rendered"),
    });
    symlinkSync(at("dist"), join(folder, "dist"));
  });

  const check = (
    args: readonly string[],
    input: string | Uint8Array = "",
    env: Readonly<Record<string, string>> = { PATH },
  ): Printed =>
    spawn(programPath("flux-platform"), ["check", ...args], {
      cwd: platform,
      env: cleanEnv(env),
      input: Buffer.from(input),
    });
  const build = (path: string, ...flags: readonly string[]): Buffer => {
    const args = ["build", "--enable-alpha-plugins", ...flags, path];
    const { stdout, code, stderr } = spawn(kustomize, args, { cwd: platform });
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };
  /** A folder beside the clusters' own with a kustomization of ours. */
  const variant = (name: string, kustomization: object): string => {
    const path = join(dirname(CLUSTER), name);
    mkdirSync(join(platform, path), { recursive: true });
    const file = join(platform, path, "kustomization.yaml");
    writeFileSync(file, JSON.stringify(kustomization));
    return path;
  };

  test.each([CLUSTER, "clusters/sts-devpkg/us/cluster", PROBES])(
    "the guardrails of %s hold",
    (path) => {
      const { stdout, code, stderr } = check([path]);
      expect(stderr).toBe("");
      expect(stdout.toString()).toMatch(
        /nothing left to edit: the guardrails hold(, \d+ open)?\n(individuality: 0, [^\n]*\n)?$/,
      );
      expect(code).toBe(0);
    },
  );

  test("the guardrails of every cluster hold, and the catalogue is whole", () => {
    const { stdout, code, stderr } = check(["."]);
    expect(stderr).toBe("");
    expect(stdout.toString()).toMatch(
      /^(clusters\/\S+ and \d+ paths [^\n]*: the guardrails hold, \d+ open\n){3}catalogue: 4 profiles and 15 components, each of which some cluster can have\nindividuality: 0 in 3 clusters\n$/,
    );
    expect(code).toBe(0);
    const { clusters, catalogue } = JSON.parse(
      check([".", "--output", "json"]).stdout.toString(),
    );
    expect(clusters).toHaveLength(3);
    expect(clusters[1]).toMatchObject({ edits: [], individuality: 0 });
    expect(catalogue.results).toEqual([]);
  });

  test("a print from stdin is judged as it is", () => {
    const print = build(CLUSTER, "--enable-exec");
    expect(check([CLUSTER, "--rendered", "-"], print).code).toBe(0);
  });

  test("a build without --enable-exec is found out, object by object", () => {
    const print = build(CLUSTER);
    const { stdout, code } = check([CLUSTER, "--rendered", "-"], print);
    expect(code).toBe(1);
    const text = stdout.toString();
    for (const name of ["team-a", "devops", "platform-ingress"]) {
      expect(text).toContain(`Namespace ${name}\n`);
    }
    expect(text).toContain(
      '  metadata.labels["platform.example.com/cluster"] is missing, must be "sts-devpkg-eu"\n' +
        '    by NS-LABEL-ENFORCE for Pipeline guardrails spec.functions[0].spec.rules[0].labels["platform.example.com/cluster"] in clusters/_components/guardrails/pipeline.yaml: the rule gives every Namespace this value\n',
    );
    expect(text).toContain("The build ran without --enable-exec");
  });

  test("what one function refuses is not told again by the next", () => {
    const file = join(platform, CLUSTER, "cluster.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("production", "prodution"));
    const { stdout, code } = check([CLUSTER, "--output", "json"]);
    writeFileSync(file, text);
    expect(code).toBe(1);
    const { results } = JSON.parse(stdout.toString());
    const codes = results.flatMap((one: Result) =>
      one.severity === "info" ? [] : [one.tags.rule],
    );
    expect(codes).toEqual(["PRO-PROFILE-UNKNOWN", "CLU-PROFILE"]);
  });

  test("a patch of the root that undoes a label is found out", () => {
    const label = "platform.example.com~1region";
    const path = variant("patched", {
      resources: [
        "../cluster/cluster.yaml",
        "../cluster/secrets.yaml",
        "../../../../tenants/devops",
        "../../../../tenants/team-a",
        "../../../../tenants/team-b",
        "../../../../tenants/team-c",
        "../../../../tenants/team-d",
      ].map((entry) =>
        entry.endsWith(".yaml") ? entry.replace("../cluster/", "") : entry,
      ),
      components: [
        "../../../_components/production",
        "../../../_components/guardrails",
      ],
      patches: [
        {
          target: { kind: "Namespace", name: "team-a" },
          patch: JSON.stringify([
            { op: "remove", path: `/metadata/labels/${label}` },
          ]),
        },
      ],
    });
    for (const file of ["cluster.yaml", "secrets.yaml"]) {
      cpSync(join(platform, CLUSTER, file), join(platform, path, file));
    }
    const { stdout, code, stderr } = check([path]);
    expect(stderr).toBe("");
    expect(code).toBe(1);
    expect(stdout.toString()).toContain(
      'Namespace team-a\n  metadata.labels["platform.example.com/region"] is missing, must be "eu"\n',
    );
    expect(stdout.toString()).toContain("1 field to edit");
  });

  test("a later component that changes a toleration is found out", () => {
    const later = join(platform, "platform", "probes", "later");
    mkdirSync(later);
    writeFileSync(
      join(later, "kustomization.yaml"),
      JSON.stringify({
        apiVersion: "kustomize.config.k8s.io/v1alpha1",
        kind: "Component",
        patches: [
          {
            target: { kind: "Deployment" },
            patch: JSON.stringify([
              {
                op: "replace",
                path: "/spec/template/spec/tolerations/0/value",
                value: "other",
              },
            ]),
          },
        ],
      }),
    );
    appendFileSync(
      join(platform, PROBES, "kustomization.yaml"),
      "- ../later\n",
    );
    const { stdout, code } = check([PROBES, "--output", "json"]);
    expect(code).toBe(1);
    const { results } = JSON.parse(stdout.toString());
    expect(results).toContainEqual(
      expect.objectContaining({
        severity: "error",
        resourceRef: expect.objectContaining({ name: "probe-outside" }),
        field: expect.objectContaining({
          path: "spec.template.spec.tolerations[0]",
        }),
        tags: expect.objectContaining({ rule: "TOL-CONFLICT" }),
      }),
    );
  });

  test("a guardrail of a base is proven for the objects of the base", () => {
    const path = variant("overlay", {
      resources: [`../../../../${"platform/traefik/production"}`, "loose.yaml"],
    });
    const loose = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "loose", namespace: "platform-x" },
      spec: { template: { spec: { containers: [] } } },
    };
    writeFileSync(join(platform, path, "loose.yaml"), JSON.stringify(loose));
    expect(check([path]).code).toBe(0);
    writeFileSync(
      join(platform, path, "kustomization.yaml"),
      JSON.stringify({
        resources: ["../../../../platform/traefik/production"],
        namePrefix: "x-",
      }),
    );
    const renamed = check([path]);
    expect(renamed.code).toBe(1);
    expect(renamed.stdout.toString()).toContain(
      "error [PROOF-SCOPE] HelmRelease flux-system/traefik:",
    );
  });

  describe("mistakes are told in one line", () => {
    const message = (
      args: readonly string[],
      env?: Record<string, string>,
    ): string => {
      const { stdout, stderr, code } = check(args, "", env);
      expect(stdout.toString()).toBe("");
      expect(code).toBe(1);
      return stderr;
    };

    test("no such folder", () => {
      expect(message(["nowhere"])).toBe(
        "flux-platform: there is no folder nowhere\n",
      );
    });

    test.each([
      [
        "a field that Kustomize has not",
        { "kustomization.yaml": "Ressources: [y]\n" },
        "below/kustomization.yaml: Ressources: Kustomize has no such field, did you mean resources?",
      ],
      [
        "a field in two spellings",
        { "kustomization.yaml": "resources: []\nResources: []\n" },
        "below/kustomization.yaml: Resources: resources stands twice, in two spellings: write it once",
      ],
      [
        "two documents",
        { "kustomization.yml": "resources: []\n---\nresources: []\n" },
        "below/kustomization.yml: the kustomization has several documents, of which Kustomize reads the first alone: write one",
      ],
      [
        "two files",
        { Kustomization: "resources: []\n", "kustomization.yml": "" },
        "below/kustomization.yml and below/Kustomization are both there, and Kustomize wants one: delete the others",
      ],
      [
        "a circle",
        { "kustomization.yaml": "Resources: [../above]\n" },
        "kustomizations lead to themselves: above -> below -> above",
      ],
    ])("%s below the folder", (_what, files, said) => {
      const own = mkdtempSync(join(folder, "below-"));
      for (const name of ["above", "below"]) mkdirSync(join(own, name));
      for (const [name, text] of Object.entries(files)) {
        writeFileSync(join(own, "below", name), text);
      }
      writeFileSync(
        join(own, "above", "kustomization.yaml"),
        "bases: [../below]\n",
      );
      const { stdout, stderr, code } = spawn(
        programPath("flux-platform"),
        ["check", "above"],
        { cwd: own, env: cleanEnv({ PATH }) },
      );
      expect(stderr).toBe(`flux-platform: ${said}\n`);
      expect({ stdout: stdout.toString(), code }).toEqual({
        stdout: "",
        code: 1,
      });
    });

    test("no function", () => {
      expect(message(["tenants/team-a"])).toBe(
        "flux-platform: tenants/team-a runs no function of flux-platform: list a guardrails component in its kustomization.yaml\n",
      );
    });

    test("no kustomize, on PATH or where a checkout has its own", () => {
      const copy = join(folder, "copy", "dist");
      mkdirSync(copy, { recursive: true });
      const program = join(copy, "flux-platform");
      copyFileSync(at("dist", "flux-platform"), program);
      for (const directory of [CLUSTER, "."]) {
        const env = cleanEnv({ PATH: "/nowhere" });
        const options = { cwd: platform, env };
        const printed = spawn(program, ["check", directory], options);
        expect(printed).toMatchObject({
          stderr:
            "flux-platform: kustomize 5 or newer is not on PATH; get it with: go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1\n",
          code: 1,
        });
      }
    });

    test("a print that is not there", () => {
      expect(message([CLUSTER, "--rendered", "none.yaml"])).toMatch(
        /^flux-platform: cannot read none\.yaml: ENOENT[^\n]*\n$/,
      );
    });

    test("a print of many clusters", () => {
      expect(message([".", "--rendered", "-"])).toBe(
        "flux-platform: --rendered is the print of one folder, and . holds clusters: name the folder that was built\n",
      );
    });

    test("a folder clusters/ without a cluster", () => {
      const empty = join(folder, "empty");
      mkdirSync(join(empty, "clusters", "nobody"), { recursive: true });
      expect(message([empty])).toBe(
        "flux-platform: ../../empty has no cluster that can be found: looked for a Flux Kustomization beside its source (gotk-sync.yaml), a FluxInstance with spec.sync, and folders below clusters/ with a PlatformCluster; name the folder that Flux applies\n",
      );
    });

    test("an unknown output", () => {
      expect(message([CLUSTER, "--output", "xml"])).toBe(
        "flux-platform: --output is xml, expected text or json\n",
      );
    });
  });
});
