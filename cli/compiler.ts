/** Versions of Node whose V8 has the flags below; others would print an error. */
const KNOWING: ReadonlySet<string> = new Set(["22", "24"]);

/** How often a function has run when it is compiled: 400 and 3,000 by default. */
const FLAGS = [
  "--invocation-count-for-maglev=2000",
  "--invocation-count-for-turbofan=30000",
];

/**
 * Has V8 compile later, and so less: a list of 1,000 items is done before most of
 * what it compiles pays, longer ones lose nothing, and the processor is left to
 * others. Loading what it takes costs as much as the start of a small build.
 */
export function compileLate(): void {
  const [major = ""] = process.versions.node.split(".");
  if (!KNOWING.has(major)) return;
  const { setFlagsFromString }: typeof import("node:v8") = require("node:v8");
  FLAGS.forEach(setFlagsFromString);
}
