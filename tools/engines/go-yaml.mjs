import { mkdirSync } from "node:fs";
import { at, installed, isProgram, run } from "../common.mjs";

const program = installed("go", "goyaml");

/**
 * The program of test/go, Go's readers and Kustomize's printer.
 * @returns {string | undefined}
 */
export function goYaml() {
  return isProgram(program) ? program : undefined;
}

/** Takes a second where nothing changed. */
export function buildGoYaml() {
  const folder = installed("go");
  mkdirSync(folder, { recursive: true });
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w"];
  run("go", ["build", ...flags, "-o", folder, "."], {
    cwd: at("test/go"),
    env: { ...process.env, GOFLAGS: "", CGO_ENABLED: "0" },
  });
}
