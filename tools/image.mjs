/** Builds the image; `--base IMAGE` puts it on another image that has Node. */
import { parseArgs } from "node:util";
import { start } from "./common.mjs";
import { buildImage, IMAGE } from "./engines/image.mjs";

await start(() => {
  const { values } = parseArgs({ options: { base: { type: "string" } } });
  buildImage(values.base);
  console.log(IMAGE);
});
