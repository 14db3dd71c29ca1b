import { existsSync } from "node:fs";
import { Failure, which } from "../../tools/common.mjs";
import { node } from "../../tools/engines/find.mjs";
import { binary, program } from "./binaries.mjs";
import { programs } from "./programs.mjs";

/**
 * Something that is run and timed.
 * @typedef {object} Contestant
 * @property {string} id unique in a run
 * @property {string} name as tables show it
 * @property {string} [node] major version of the Node that runs it
 * @property {string[]} command
 * @property {import("./programs.mjs").Program} job whose config it gets
 * @property {"all" | "untouched" | "values"} keeps what must come out as it
 *   went in: every byte, every item but those of the job, or what YAML means
 * @property {boolean} changes whether it does the job
 * @property {boolean} dear runs less often over many items
 * @property {number} most items that it can take
 */

/** Beyond this a general parser needs more memory than machines have. */
const MOST_FOR_PARSERS = 10_000;

/** @typedef {{ nodes: readonly string[], only: readonly string[] }} Choice */

/**
 * Everything that takes part, cheap before dear, so that what is compared
 * runs close together.
 * @param {Choice} choice
 * @returns {Contestant[]}
 */
export function contestants({ nodes, only }) {
  const chosen = programs.filter(
    ({ name }) => only.length === 0 || only.includes(name),
  );
  const present = chosen.filter(isPresent);
  const [first] = present;
  if (!first) throw new Failure("nothing to measure: run npm run build");
  const runtimes = nodes.map((version) => ({ version, path: pathOf(version) }));
  return [
    cat(first),
    ...runtimes.flatMap((runtime) => ofNode(runtime, first, present)),
    ...runtimes.map((runtime) => yamlNoOp(runtime, first)),
    ...present.flatMap((job) => (job.peer ? [peer(job)] : [])),
  ];
}

/** @param {Program} job */
function isPresent({ name }) {
  if (existsSync(program(name))) return true;
  console.log(`skipped ${name}: dist has no such program`);
  return false;
}

/** @param {string} version */
function pathOf(version) {
  const path = node(version);
  if (path) return path;
  throw new Failure(
    `no Node ${version}: node tools/setup.mjs --for test installs it`,
  );
}

/** @typedef {{ version: string, path: string }} Runtime */
/** @typedef {import("./programs.mjs").Program} Program */

const CHEAP = { dear: false, most: Number.POSITIVE_INFINITY };
const PARSER = { dear: false, most: MOST_FOR_PARSERS };
const COPY = { ...CHEAP, keeps: /** @type {const} */ ("all"), changes: false };

/**
 * @param {Program} job
 * @returns {Contestant}
 */
function cat(job) {
  const path = which("cat");
  if (!path) throw new Failure("cat is not on PATH");
  return { ...COPY, id: "cat", name: "cat", command: [path], job };
}

/**
 * @param {Runtime} runtime
 * @param {Program} first
 * @param {readonly Program[]} present
 * @returns {Contestant[]}
 */
function ofNode({ version, path }, first, present) {
  return [
    {
      ...COPY,
      id: `floor-${version}`,
      name: "floor",
      node: version,
      command: [path, binary("floor.cjs")],
      job: first,
    },
    ...present.map((job) => ({
      ...CHEAP,
      id: `${job.name}-${version}`,
      name: job.name,
      node: version,
      command: [path, program(job.name)],
      job,
      keeps: /** @type {const} */ ("untouched"),
      changes: true,
    })),
  ];
}

/**
 * @param {Runtime} runtime
 * @param {Program} job
 * @returns {Contestant}
 */
function yamlNoOp({ version, path }, job) {
  return {
    ...PARSER,
    dear: true,
    id: `yaml-${version}`,
    name: "no-op through yaml",
    node: version,
    command: [path, binary("yaml-no-op.cjs")],
    job,
    keeps: "values",
    changes: false,
  };
}

/**
 * @param {Program} job
 * @returns {Contestant}
 */
function peer(job) {
  return {
    ...PARSER,
    id: `peer-${job.name}`,
    name: `Go peer of ${job.name}`,
    command: [binary(job.name)],
    job,
    keeps: "values",
    changes: true,
  };
}
