/**
 * Versions of Node whose V8 counts how often a function has run, and the counts
 * from which on it compiles one: with Maglev after 400 runs, with TurboFan after
 * 3,000, where nobody asks for others.
 */
const COUNTING: ReadonlySet<string> = new Set(["22", "24"]);
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
  if (!COUNTING.has(major)) return;
  const { setFlagsFromString }: typeof import("node:v8") = require("node:v8");
  FLAGS.forEach(setFlagsFromString);
}
