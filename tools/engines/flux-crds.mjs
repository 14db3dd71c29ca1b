import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { Failure, installed, run, which } from "../common.mjs";

/** The controllers of Flux 2.9 as Go modules: they hold their own CRDs. */
const MODULES = [
  "github.com/fluxcd/helm-controller@v1.6.4",
  "github.com/fluxcd/kustomize-controller@v1.9.5",
  "github.com/fluxcd/notification-controller@v1.9.3",
  "github.com/fluxcd/source-controller@v1.9.5",
];

/** Where Go keeps the modules, by `path@version`. */
const record = installed("flux-crds.json");

/**
 * Files of Flux's CRDs, one a kind, in Go's module cache.
 * @returns {string[] | undefined}
 */
export function fluxCrds() {
  if (!existsSync(record)) return undefined;
  /** @type {Record<string, string>} */
  const folders = JSON.parse(readFileSync(record, "utf8"));
  const bases = MODULES.map((module) => `${folders[module]}/config/crd/bases`);
  // Whoever cleans the cache takes them away.
  if (!bases.every((base) => existsSync(base))) return undefined;
  return bases.flatMap((base) =>
    readdirSync(base)
      .sort()
      .map((name) => `${base}/${name}`),
  );
}

/** Lets Go download the modules, checked against its checksum database. */
export function downloadFluxCrds() {
  if (!which("go")) {
    throw new Failure("install Go: the tests take Flux's CRDs from Go modules");
  }
  const env = { ...process.env, GOFLAGS: "", GOWORK: "off" };
  const folders = MODULES.map((module) => {
    const said = run("go", ["mod", "download", "-json", module], { env });
    return [module, JSON.parse(said).Dir];
  });
  mkdirSync(installed(), { recursive: true });
  const text = JSON.stringify(Object.fromEntries(folders), null, 2);
  writeFileSync(record, `${text}\n`);
}
