/**
 * Installs and builds what is missing or stale, and says so; `--for test` adds
 * what only tests need, `--for cluster` what the tests on an API server need:
 * minutes of building, so that `--for test` includes it in CI only. Uses nothing
 * but Node, as it runs before `npm ci`.
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { RELEASED } from "./build-runtime.mjs";
import { isBuilt } from "./build-stamp.mjs";
import { at, Failure, installed, run, start, which } from "./common.mjs";
import {
  apiserver,
  buildApiserver,
  kubernetesVersion,
} from "./engines/apiserver.mjs";
import {
  ACTIONLINT,
  actionlint,
  executables,
  KUSTOMIZE,
  kustomize,
  qemuArm64,
  qemuX64,
} from "./engines/find.mjs";
import { downloadFluxCrds, fluxCrds } from "./engines/flux-crds.mjs";
import { buildGoYaml } from "./engines/go-yaml.mjs";
import { buildImage, isCurrent } from "./engines/image.mjs";
import { areInstalled } from "./packages.mjs";

/** Debian's packages that the tests need where there is no such engine. */
const DEBIAN = [
  { engine: () => which("podman"), packages: ["podman", "runc"] },
  { engine: qemuArm64, packages: ["qemu-user", "libc6-arm64-cross"] },
  { engine: qemuX64, packages: ["qemu-user"] },
];

await start(() => {
  provideKustomize();
  providePackages(at());
  provideBuild();
  const purpose = process.argv.slice(2).join(" ");
  if (purpose === "--for cluster") return provideCluster();
  if (purpose !== "--for test") return;
  provideFluxCrds();
  provideGoYaml();
  provideActionlint();
  provideNodes();
  provideDebian();
  provideExecutables();
  provideImage();
  if (process.env.CI) provideCluster();
});

function provideKustomize() {
  if (kustomize()) return;
  if (!which("go")) {
    throw new Failure(
      "install Kustomize 5.8 or newer, or install Go and run this again: it then installs Kustomize by itself",
    );
  }
  say(`installing Kustomize ${KUSTOMIZE}`);
  goInstall(`sigs.k8s.io/kustomize/kustomize/v5@v${KUSTOMIZE}`);
}

/** @param {string} source a Go program at a version */
function goInstall(source) {
  const env = { ...process.env, GOBIN: installed("bin"), GOFLAGS: "" };
  run("go", ["install", source], { env });
}

/**
 * @param {string} folder
 * @param {string} [what]
 */
function providePackages(folder, what = "packages") {
  if (areInstalled(folder)) return;
  say(`installing ${what}`);
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  run("npm", ["ci", ...quiet], { cwd: folder });
}

function provideBuild() {
  if (isBuilt()) return;
  say("building dist");
  run(process.execPath, [at("tools/build.mjs")]);
}

/** A failure here costs the tests that need it only; in CI they say so. */
function provideCluster() {
  provideFluxCrds();
  if (apiserver()) return;
  const what = `kube-apiserver ${kubernetesVersion()} and etcd`;
  say(`building ${what} (some minutes)`);
  try {
    buildApiserver();
  } catch (error) {
    say(`NO API SERVER, the tests that need one are skipped: ${error}`);
  }
}

/** A failure here costs the tests that need them only; in CI they say so. */
function provideFluxCrds() {
  if (fluxCrds()) return;
  say("downloading Flux's CRDs for the tests");
  try {
    downloadFluxCrds();
  } catch (error) {
    say(`NO FLUX CRDS, the tests that need them are skipped: ${error}`);
  }
}

/** A failure here costs the tests that need it only; in CI they say so. */
function provideGoYaml() {
  if (!which("go")) return say("NO GO: the tests that ask it are skipped");
  try {
    buildGoYaml();
  } catch (error) {
    say(`NO GO YAML, the tests that ask it are skipped: ${error}`);
  }
}

function provideNodes() {
  const folder = installed("node");
  mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
    copyFileSync(at("tools/engines", name), `${folder}/${name}`);
  }
  providePackages(folder, "Node 20, 22 and 24 for the tests");
}

/** A failure here costs the test that needs it only; in CI it says so. */
function provideActionlint() {
  if (actionlint()) return;
  if (!which("go")) return say("NO GO: the workflow is not linted");
  say(`installing actionlint ${ACTIONLINT} for the tests`);
  try {
    goInstall(`github.com/rhysd/actionlint/cmd/actionlint@v${ACTIONLINT}`);
  } catch (error) {
    say(`NO ACTIONLINT, the workflow is not linted: ${error}`);
  }
}

/** A failure here costs the tests that need them only; in CI they say so. */
function provideDebian() {
  const missing = DEBIAN.filter(({ engine }) => !engine());
  const packages = missing.flatMap((row) => row.packages);
  const apt = which("apt-get");
  if (packages.length === 0 || !apt || process.getuid?.() !== 0) return;
  say(`installing ${packages.join(", ")} for the tests`);
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  try {
    run(apt, ["update", "-q"], options);
    const flags = ["install", "-yq", "--no-install-recommends"];
    run(apt, [...flags, ...packages], options);
  } catch (error) {
    say(String(error));
  }
}

/** A failure here costs the tests that need them only; in CI they say so. */
function provideExecutables() {
  if (executables()) return;
  say("building the executables of all platforms for the tests");
  try {
    const all = RELEASED.join(",");
    run(process.execPath, [at("tools/build.mjs"), "--platform", all]);
  } catch (error) {
    say(`NO EXECUTABLES, the tests that need them are skipped: ${error}`);
  }
}

/** A failure here costs the container tests only; in CI they say so. */
function provideImage() {
  const podman = which("podman");
  if (!podman)
    return say("NO PODMAN: the tests that run containers are skipped");
  if (isCurrent(podman)) return;
  say("building the image");
  try {
    buildImage();
  } catch (error) {
    say(`NO IMAGE, the tests that run containers are skipped: ${error}`);
  }
}

/** @param {string} line */
function say(line) {
  console.log(`setup: ${line}`);
}
