import { existsSync, readFileSync } from "node:fs";
import { buildStamp, stampFile } from "../tools/build-stamp.mjs";

/**
 * Refuses to test a dist that other sources made: half of the tests run its
 * programs, the other half the sources.
 */
export default function refuseStaleDist() {
  const built = existsSync(stampFile) && readFileSync(stampFile, "utf8");
  if (built === buildStamp()) return;
  const state = built ? "of other sources" : "missing";
  throw new Error(`dist is ${state}: run npm run build, or npm test`);
}
