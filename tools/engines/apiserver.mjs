import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { at, Failure, installed, run, which } from "../common.mjs";

/** The Go module whose requirements say what is built. */
const source = at("test", "cluster", "engine");
const folder = installed("apiserver");
const stamp = `${folder}/stamp`;

/** Names of the programs here, and of their packages. */
const PACKAGES = {
  etcd: "go.etcd.io/etcd/server/v3",
  "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
};

/**
 * Go optimizes nothing and keeps nothing for debuggers: a third less to do, for
 * a server that a few tests ask a few questions.
 */
const BUILD = [
  "go",
  "build",
  "-trimpath",
  "-buildvcs=false",
  "-gcflags=all=-N -l -dwarf=false",
];

/**
 * kube-apiserver, with etcd beside it, as the Go module asks for them.
 * @returns {string | undefined}
 */
export function apiserver() {
  if (!existsSync(stamp)) return undefined;
  if (readFileSync(stamp, "utf8") !== digest()) return undefined;
  return `${folder}/kube-apiserver`;
}

/** Kubernetes' version, such as `1.37.2`. */
export function kubernetesVersion() {
  const module = readFileSync(`${source}/go.mod`, "utf8");
  const version = /k8s\.io\/kubernetes v(\S+)/.exec(module)?.[1];
  if (!version) throw new Failure(`${source}/go.mod requires no Kubernetes`);
  return version;
}

/** Builds both: minutes, unless Go has built them before. Throws `Failure`. */
export function buildApiserver() {
  if (!which("go")) {
    throw new Failure("install Go: the tests' Kubernetes API server needs it");
  }
  rmSync(stamp, { force: true });
  mkdirSync(folder, { recursive: true });
  for (const [program, path] of Object.entries(PACKAGES)) build(program, path);
  writeFileSync(stamp, digest());
}

/**
 * @param {string} program
 * @param {string} path of its package
 */
function build(program, path) {
  const output = ["-ldflags", linked(), "-o", `${folder}/${program}`];
  // Whatever else the machine does goes first.
  const polite = which("nice") ? ["nice", "-n", "10"] : [];
  const [first = "", ...rest] = [...polite, ...BUILD, ...output, path];
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };
  run(first, rest, { cwd: source, env });
}

/** No symbols to debug with, and the version that the server tells. */
function linked() {
  const version = kubernetesVersion();
  const [major, minor] = version.split(".");
  const values = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
  };
  const set = Object.entries(values).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  return ["-s", "-w", ...set].join(" ");
}

/** What the programs are made of. */
function digest() {
  const hash = createHash("sha256");
  for (const name of ["go.mod", "go.sum"]) {
    hash.update(readFileSync(`${source}/${name}`));
  }
  const how = [PACKAGES, BUILD, linked(), process.platform, process.arch];
  return hash.update(JSON.stringify(how)).digest("hex");
}
