import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { stampFile } from "../build-stamp.mjs";
import { at, Failure, installed, run, which } from "../common.mjs";
import { containerEnv } from "./containers.mjs";

/** The name under which containers are run here. */
export const IMAGE = "localhost/flux-platform-functions:dev";

const context = installed("image", "context");
const stamp = installed("image", "stamp");

/**
 * Whether podman has the image that the current build makes.
 * @param {string} podman
 */
export function isCurrent(podman) {
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== digest())
    return false;
  return idOf(podman) !== undefined;
}

/**
 * The image that the name stands for, if any.
 * @param {string} engine
 */
function idOf(engine) {
  const command = ["image", "inspect", "--format", "{{.Id}}", IMAGE];
  try {
    return run(engine, command, { env: containerEnv() }).trim();
  } catch {
    return undefined;
  }
}

/** What the image is made of. */
function digest() {
  const hash = createHash("sha256");
  const files = [at("Dockerfile"), stampFile];
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex");
}

/**
 * Builds the image for this machine, by podman or docker. Without `base` it needs
 * no registry: the libraries that the executable links to come from this machine.
 * @param {string} [base] any image with the GNU C library
 */
export function buildImage(base) {
  const engine = which("podman") ?? which("docker");
  if (!engine) throw new Failure("install podman or docker to build the image");
  rmSync(stamp, { force: true });
  const arch = process.arch === "arm64" ? "arm64" : "amd64";
  gather({ [arch]: at("dist/flux-platform") }, base === undefined);
  const env = containerEnv();
  const old = idOf(engine);
  const kept = basename(engine) === "podman" ? ["--layers=false"] : [];
  const args = [`BASE=${base ?? "local"}`, `TARGETARCH=${arch}`];
  const flags = args.flatMap((one) => ["--build-arg", one]);
  run(engine, ["build", ...kept, "--tag", IMAGE, ...flags, context], { env });
  // Or every build leaves one more image without a name.
  if (old && old !== idOf(engine))
    run(engine, ["image", "rm", "-f", old], { env });
  if (!base) writeFileSync(stamp, digest());
}

/**
 * Writes a folder for `docker buildx build --platform linux/amd64,linux/arm64`,
 * which takes a base image for each from a registry.
 * @returns {string} the folder
 */
export function gatherForAll() {
  const platforms = { amd64: "linux-x64", arm64: "linux-arm64" };
  const executables = Object.entries(platforms).map(([arch, platform]) => {
    run(process.execPath, [at("tools/build.mjs"), "--platform", platform]);
    return [arch, at("dist/platforms", platform, "flux-platform")];
  });
  gather(Object.fromEntries(executables), false);
  return context;
}

/**
 * Writes what the Dockerfile copies.
 * @param {Readonly<Record<string, string>>} executables by what containers call
 *   their processor
 * @param {boolean} alone whether the image stands on no other
 */
function gather(executables, alone) {
  if (process.platform !== "linux") {
    throw new Failure("an image is built on Linux: its executable runs there");
  }
  rmSync(context, { recursive: true, force: true });
  for (const folder of ["rootfs/etc", "licenses"]) {
    mkdirSync(`${context}/${folder}`, { recursive: true });
  }
  cpSync(at("Dockerfile"), `${context}/Dockerfile`);
  cpSync(at("LICENSE"), `${context}/licenses/LICENSE`);
  const notices = "THIRD-PARTY-LICENSES";
  cpSync(at("dist", notices), `${context}/licenses/${notices}`);
  const links = readdirSync(at("dist"), { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map(({ name }) => name);
  for (const [arch, executable] of Object.entries(executables)) {
    const folder = `${context}/bin/${arch}`;
    mkdirSync(folder, { recursive: true });
    cpSync(executable, `${folder}/flux-platform`);
    for (const name of links) symlinkSync("flux-platform", `${folder}/${name}`);
  }
  if (alone) gatherRoot(`${context}/rootfs`);
}

/**
 * A root folder that holds what `ldd` says the executable links to, and a user
 * nobody, which Kustomize and kpt ask for.
 * @param {string} folder
 */
function gatherRoot(folder) {
  for (const library of librariesOf(at("dist/flux-platform"))) {
    mkdirSync(dirname(folder + library), { recursive: true });
    cpSync(library, folder + library, { dereference: true });
  }
  const passwd = "root:x:0:0:root:/:\nnobody:x:65534:65534:nobody:/:\n";
  writeFileSync(`${folder}/etc/passwd`, passwd);
  writeFileSync(`${folder}/etc/group`, "root:x:0:\nnogroup:x:65534:\n");
}

/**
 * Absolute paths of the shared libraries, the loader among them.
 * @param {string} program
 */
function librariesOf(program) {
  const lines = run("ldd", [program]).split("\n");
  return lines.flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}
