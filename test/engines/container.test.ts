/** The image, by itself and called by an engine. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { functions } from "../../functions/index.ts";
import { programOf } from "../../lib/krm/define.ts";
import { containerEnv, describeWith, IMAGE } from "../engines.ts";
import { awkward } from "../helpers/awkward.ts";
import { build, output } from "../helpers/kustomize.ts";
import { configOf, item, labelConfig, resourceList } from "../helpers/lists.ts";
import { PATHS, PLATFORM } from "../helpers/platform.ts";
import { type Printed, pipe, spawn } from "../helpers/program.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";
import { sha256 } from "../helpers/streams.ts";

const folder = temporaryFolder();
const COMPONENTS = "clusters/_components";
const EU = "clusters/sts-devpkg/eu/cluster";
const US = "clusters/sts-devpkg/us/cluster";
const LOCAL = "clusters/dev-lab/local/cluster";

/** As little as a container can be given. */
const LOCKED = [
  "--user=nobody",
  "--read-only",
  "--read-only-tmpfs=false",
  "--cap-drop=all",
  "--security-opt=no-new-privileges",
];

/** The function annotation of a component's config, and all the rest. */
function config(component: string): { annotation: string; rest: string } {
  const path = at(PLATFORM, COMPONENTS, component, "pipeline.yaml");
  const text = readFileSync(path, "utf8");
  const annotation =
    /config\.kubernetes\.io\/function: \|\n(?: {6}.*\n)+/.exec(text)?.[0] ?? "";
  return { annotation, rest: text.replace(annotation, "") };
}

test("the two guardrail components differ in the annotation only", () => {
  const [exec, container] = [
    config("guardrails"),
    config("guardrails-container"),
  ];
  expect(container.rest).toBe(exec.rest);
  expect(exec.annotation).toContain("exec:\n");
  expect(container.annotation).toContain(`image: ${IMAGE}\n`);
  const [a, b] = ["guardrails", "guardrails-container"].map((name) =>
    readFileSync(at(PLATFORM, COMPONENTS, name, "kustomization.yaml"), "utf8"),
  );
  expect(b).toBe(a);
});

describeWith(
  ["kubectl", "kustomize", "podman"],
  "kubectl kustomize",
  ({ kubectl, kustomize }) => {
    const copy = join(folder, "platform");
    const kubectlBuild = (path: string): Printed => {
      const args = ["kustomize", "--enable-alpha-plugins", join(copy, path)];
      return spawn(kubectl, args, { env: containerEnv() });
    };

    beforeAll(() => {
      cpSync(at(PLATFORM), copy, { recursive: true });
      for (const path of PATHS) {
        const file = join(copy, path, "kustomization.yaml");
        const text = readFileSync(file, "utf8");
        writeFileSync(file, text.replace(/\/guardrails$/m, "$&-container"));
      }
      const base = join(copy, COMPONENTS, "base/pipeline.yaml");
      const container = config("guardrails-container").annotation;
      const { annotation } = config("base");
      const text = readFileSync(base, "utf8");
      writeFileSync(base, text.replace(annotation, container));
    });

    test.each([
      EU,
      US,
      LOCAL,
      "platform/ingress-nginx/production",
      "platform/probes/sss",
    ])(
      "prints the same for %s with a container as Kustomize with a program",
      (path) => {
        const plain = output(
          build(kustomize, `${PLATFORM}/${path}`, { withoutExec: true }),
        );
        const expected = output(
          build(kustomize, `${PLATFORM}/${path}`),
        ).toString();
        expect(plain.toString()).not.toBe(expected);
        expect(output(kubectlBuild(path)).toString()).toBe(expected);
      },
      60_000,
    );

    test("fails with the words of the function", () => {
      const file = join(copy, COMPONENTS, "guardrails-container/pipeline.yaml");
      const text = readFileSync(file, "utf8");
      writeFileSync(
        file,
        text.replace("preventDeletion:", "preventDeletions:"),
      );
      const { stdout, stderr, code } = kubectlBuild(EU);
      writeFileSync(file, text);
      expect(code).toBe(1);
      expect(stdout).toHaveLength(0);
      expect(stderr).toContain(
        "preventDeletions: unknown key, did you mean preventDeletion?",
      );
    }, 60_000);
  },
);

describeWith("podman", "the image", ({ podman }) => {
  const run = (input: string, ...flags: string[]) =>
    spawn(podman, ["run", "--rm", "-i", "--network=none", ...flags, IMAGE], {
      input: Buffer.from(input),
      env: containerEnv(),
    });
  const list = resourceList(item("Namespace", "edited"), labelConfig("edited"));

  test.each([
    ["as the user it names", []],
    ["as nobody", ["--user=nobody"]],
    ["as any user", ["--user=12345:54321"]],
    ["as root", ["--user=0:0"]],
    ["on a read-only root, without rights", LOCKED],
  ])(
    "runs %s",
    (_title, flags) => {
      const expected = pipe("label-namespaces", list);
      expect(expected.code).toBe(0);
      const { stdout, stderr, code } = run(list, ...flags);
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
      expect(stdout.toString()).toBe(expected.stdout.toString());
    },
    30_000,
  );

  test("holds the executable, links to it and what it needs, and nothing else", () => {
    const args = ["create", IMAGE];
    const env = containerEnv();
    const id = output(spawn(podman, args, { env }))
      .toString()
      .trim();
    const tar = join(folder, "image.tar");
    output(spawn(podman, ["export", "-o", tar, id], { env }));
    output(spawn(podman, ["rm", id], { env }));
    const files = output(spawn("tar", ["-tf", tar]))
      .toString()
      .split("\n")
      .filter((name) => name !== "" && !name.endsWith("/"));
    const own = files.filter(
      (name) => !/^(?:dev|etc|proc|run|sys)\b/.test(name),
    );
    const programs = functions.map(({ kind }) => programOf(kind));
    expect(own.sort()).toEqual(
      [
        ...["flux-platform", ...programs].map(
          (name) => `usr/local/bin/${name}`,
        ),
        ...["LICENSE", "THIRD-PARTY-LICENSES"].map(
          (name) => `usr/share/licenses/flux-platform-functions/${name}`,
        ),
        ...own.filter((name) => /^lib(?:64)?\/.*\.so(?:\.\d+)*$/.test(name)),
      ].sort(),
    );
    expect(own.length).toBeLessThan(programs.length + 10);
  }, 60_000);

  test("the entry point may be a function's name", () => {
    const data =
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  zone: north\n";
    const input = resourceList(item("Namespace", "a"), data);
    const { stdout, code } = run(input, "--entrypoint=label-namespaces");
    expect(code).toBe(0);
    expect(stdout.toString()).toContain("    labels:\n      zone: north\n");
  }, 30_000);

  test("FLUX_PLATFORM_FUNCTION gives a ConfigMap its meaning", () => {
    const data =
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  zone: north\n";
    const input = resourceList(item("Namespace", "a"), data);
    const { stdout, code } = run(
      input,
      "--env=FLUX_PLATFORM_FUNCTION=label-namespaces",
    );
    expect(code).toBe(0);
    expect(stdout.toString()).toContain("    labels:\n      zone: north\n");
    expect(run(input).stderr).toContain("does not say which function is meant");
  }, 30_000);

  test("says on stderr what a program says, and exits with the same code", () => {
    const wrong = resourceList(item("Namespace", "a"), configOf("Nothing"));
    const expected = pipe("flux-platform", wrong);
    expect(expected.stderr).toContain("functionConfig is of kind Nothing");
    expect(expected.code).toBe(1);
    expect(run(wrong)).toEqual(expected);
  }, 30_000);

  test("leaves what it does not edit byte by byte", () => {
    const input = awkward(undefined, 1_000_000);
    const { stdout, code } = run(input, ...LOCKED);
    expect(code).toBe(0);
    expect(sha256(stdout)).toBe(sha256(input));
  }, 30_000);
});
