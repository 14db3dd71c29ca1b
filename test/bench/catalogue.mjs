import { existsSync, mkdirSync } from "node:fs";
import { Failure, installed, run } from "../../tools/common.mjs";

/** What is measured of kpt's catalogue: one commit of June 2025. */
const MODULE = "github.com/kptdev/krm-functions-catalog/functions/go";
const COMMIT = "76fe3817f9496724ca04414d136917a9926e5e40";

/**
 * A function of the catalogue, installed from the Go module proxy at the first
 * call. A proxy that does not serve it is told, and where a program built of a
 * clone may be put instead.
 * @param {string} name
 * @returns {string | undefined} the program
 */
export function catalogueProgram(name) {
  const folder = installed("bench", "catalogue");
  const program = `${folder}/${name}`;
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, GOFLAGS: "", CGO_ENABLED: "0", GOBIN: folder };
  const flags = ["-trimpath", "-ldflags=-s -w"];
  try {
    run("go", ["install", ...flags, `${MODULE}/${name}@${COMMIT}`], { env });
    return program;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(
      `not measured: ${name} of the catalogue. Build it from a clone at ${COMMIT.slice(0, 8)} into ${program}.\n${error.message}`,
    );
    return undefined;
  }
}
