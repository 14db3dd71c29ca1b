/**
 * Builds the image; `--base IMAGE` puts it on another image that has the GNU C
 * library. `--gather` only writes the folder that `docker buildx build` makes the
 * image for amd64 and arm64 of, and prints its path.
 */
import { parseArgs } from "node:util";
import { start } from "./common.mjs";
import { buildImage, gatherForAll, IMAGE } from "./engines/image.mjs";

await start(() => {
  const { values } = parseArgs({
    options: { base: { type: "string" }, gather: { type: "boolean" } },
  });
  if (values.gather) return console.log(gatherForAll());
  buildImage(values.base);
  console.log(IMAGE);
});
