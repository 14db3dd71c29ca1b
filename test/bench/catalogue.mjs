import { existsSync } from "node:fs";
import { installed, isProgram, run } from "../../tools/common.mjs";

/**
 * The commit of the public catalogue (github.com/kptdev/krm-functions-catalog) as
 * Go names it: its tags are none to Go.
 */
const VERSION = "v0.0.0-20250625181818-76fe3817f949";
const MODULES = "github.com/kptdev/krm-functions-catalog/functions/go";
const LABEL = "platform.example.com/managed";

/**
 * Functions of the public catalogue, and what they do of our work: both set the
 * label, or an annotation, on every object, whatever its kind; set-labels in pod
 * templates and selectors, too.
 * @type {readonly (import("./programs.mjs").Program & { kind: string })[]}
 */
export const catalogue = [
  ["set-labels", "SetLabels", "labels"],
  ["set-annotations", "SetAnnotations", "annotations"],
].map(([name = "", kind = "", field = ""]) => ({
  name,
  kind,
  peer: false,
  config: `apiVersion: fn.kpt.dev/v1alpha1
kind: ${kind}
metadata:
  name: bench
${field}:
  ${LABEL}: "true"
`,
  selects: () => true,
  change: () => {},
  mark: new RegExp(`^ {4,6}${LABEL}: "true"$`, "gm"),
}));

/**
 * Path of a function of the catalogue: in the folder that was given, else as Go's
 * module proxy gives it; `undefined`, and a line that says so, where it has none.
 * @param {string} name
 * @param {string | undefined} folder
 */
export function catalogueProgram(name, folder) {
  if (folder !== undefined) {
    const path = `${folder}/${name}`;
    if (isProgram(path)) return path;
    console.error(`NOT MEASURED: ${name}, it is not in ${folder}`);
    return undefined;
  }
  const bin = installed("bench", "catalogue");
  const path = `${bin}/${name}`;
  if (existsSync(path)) return path;
  const env = { ...process.env, GOBIN: bin, GOFLAGS: "-trimpath" };
  try {
    run("go", ["install", `${MODULES}/${name}@${VERSION}`], { env });
    return path;
  } catch {
    console.error(
      `NOT MEASURED: ${name}, Go's module proxy does not give it here; build it from a checkout of the catalogue at ${VERSION.slice(-12)} and name its folder by --catalogue`,
    );
    return undefined;
  }
}
