import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { stampFile } from "../build-stamp.mjs";
import { at, Failure, installed, run, which } from "../common.mjs";
import { containerEnv } from "./containers.mjs";
import { node } from "./find.mjs";

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
  const files = [
    at("Dockerfile"),
    at("tools/engines/package-lock.json"),
    stampFile,
  ];
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex");
}

/**
 * Builds the image, by podman or docker. Without `base` it needs no registry:
 * Node and the libraries it links to come from this machine.
 * @param {string} [base] any image that has Node
 */
export function buildImage(base) {
  const engine = which("podman") ?? which("docker");
  if (!engine) throw new Failure("install podman or docker to build the image");
  rmSync(stamp, { force: true });
  rmSync(context, { recursive: true, force: true });
  mkdirSync(`${context}/rootfs`, { recursive: true });
  cpSync(at("dist"), `${context}/dist`, { recursive: true });
  cpSync(at("Dockerfile"), `${context}/Dockerfile`);
  if (!base) gatherRoot(`${context}/rootfs`);
  const env = containerEnv();
  const old = idOf(engine);
  const kept = basename(engine) === "podman" ? ["--layers=false"] : [];
  const from = `BASE=${base ?? "local"}`;
  run(
    engine,
    ["build", ...kept, "--tag", IMAGE, "--build-arg", from, context],
    { env },
  );
  // Or every build leaves one more image without a name.
  if (old && old !== idOf(engine))
    run(engine, ["image", "rm", "-f", old], { env });
  if (!base) writeFileSync(stamp, digest());
}

/**
 * A root folder that holds Node, what `ldd` says it links to, and a user nobody.
 * @param {string} folder
 */
function gatherRoot(folder) {
  const program = process.platform === "linux" ? node("24") : undefined;
  if (!program) {
    throw new Failure(
      "no Node 24 for an image without a base here: " +
        "run `node tools/setup.mjs --for test`, or give a base image, " +
        "`npm run image -- --base gcr.io/distroless/nodejs24-debian12`",
    );
  }
  copy(program, `${folder}/usr/local/bin/node`);
  for (const library of librariesOf(program)) copy(library, folder + library);
  mkdirSync(`${folder}/etc`, { recursive: true });
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

/**
 * @param {string} from
 * @param {string} to
 */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { dereference: true });
}
