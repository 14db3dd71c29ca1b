import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An executable function that keeps what it gets, and passes it on. */
export interface Recorder {
  readonly path: string;
  /** Everything it got so far, each run by itself. */
  recorded(): Buffer[];
}

/** Writes a recorder into a folder. */
export function makeRecorder(folder: string): Recorder {
  const path = join(folder, "recorder");
  const script = `#!/bin/sh\nexec tee "${folder}/wire.$$"\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return {
    path,
    recorded: () =>
      readdirSync(folder)
        .filter((name) => name.startsWith("wire."))
        .map((name) => readFileSync(join(folder, name))),
  };
}
