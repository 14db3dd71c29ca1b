import { existsSync } from "node:fs";
import { Failure, which } from "../../tools/common.mjs";
import { node } from "../../tools/engines/find.mjs";
import { binary, copyProgram, program } from "./binaries.mjs";
import { catalogueProgram } from "./catalogue.mjs";
import { catalogue, labelNamespaces, programs } from "./programs.mjs";

/**
 * Something that is run and timed.
 * @typedef {object} Contestant
 * @property {string} id unique in a run
 * @property {string} name as tables show it
 * @property {string[]} command
 * @property {import("./programs.mjs").Program} job whose config it gets
 * @property {"all" | "untouched" | "values"} keeps what must come out as it
 *   went in: every byte, every item but those of the job, or what YAML means
 * @property {boolean} ours whether it is a function of the executable
 * @property {number} most items that it can take
 */

/** Beyond this a general parser needs more memory than machines have. */
const MOST_FOR_PARSERS = 10_000;

/** The Node that runs the one row of the program for Node. */
const NODE = "24";

/** Id of the script that only copies. */
export const COPY = "copy";

/** @param {string} name of a function */
export const peerOf = (name) => `peer-${name}`;

/**
 * Everything that takes part, cheap before dear, so that what is compared
 * runs close together.
 * @param {readonly string[]} only names of our functions, all without one
 * @returns {Contestant[]}
 */
export function contestants(only) {
  const chosen = programs.filter(
    ({ name }) => only.length === 0 || only.includes(name),
  );
  const present = chosen.filter(isPresent);
  const [first] = present;
  if (!first) throw new Failure("nothing to measure: run npm run build");
  return [
    cat(first),
    { ...COPIES, id: COPY, name: COPY, command: [copyProgram], job: first },
    ...present.flatMap((job) =>
      job === labelNamespaces ? [ours(job), onNode(job)] : [ours(job)],
    ),
    ...catalogue.flatMap(ofCatalogue),
    ...present.flatMap((job) => (job.peer ? [peer(job)] : [])),
  ];
}

/** @typedef {import("./programs.mjs").Program} Program */

/** @param {Program} job */
function isPresent({ name }) {
  if (existsSync(program(name))) return true;
  console.log(`skipped ${name}: dist has no such program`);
  return false;
}

const ANY = { ours: false, most: Number.POSITIVE_INFINITY };
const COPIES = { ...ANY, keeps: /** @type {const} */ ("all") };
const EDITS = { ...ANY, keeps: /** @type {const} */ ("untouched") };
const PARSER = {
  ours: false,
  keeps: /** @type {const} */ ("values"),
  most: MOST_FOR_PARSERS,
};

/**
 * @param {Program} job
 * @returns {Contestant}
 */
function cat(job) {
  const path = which("cat");
  if (!path) throw new Failure("cat is not on PATH");
  return { ...COPIES, id: "cat", name: "cat", command: [path], job };
}

/**
 * @param {Program} job
 * @returns {Contestant}
 */
function ours(job) {
  const { name } = job;
  return {
    ...EDITS,
    ours: true,
    id: name,
    name,
    command: [program(name)],
    job,
  };
}

/**
 * @param {Program} job
 * @returns {Contestant}
 */
function onNode(job) {
  const path = node(NODE);
  if (!path) {
    throw new Failure(
      `no Node ${NODE}: node tools/setup.mjs --for test installs it`,
    );
  }
  const command = [path, program("node/flux-platform.js"), "run", job.name];
  const name = `${job.name} on Node ${NODE}`;
  return { ...EDITS, id: `node-${job.name}`, name, command, job };
}

/**
 * @param {Program} job
 * @returns {Contestant[]}
 */
function ofCatalogue(job) {
  const { name } = job;
  const path = catalogueProgram(name);
  if (!path) return [];
  const { most } = { ...PARSER, ...job };
  const command = [path];
  return [{ ...PARSER, most, id: name, name: `${name} (Go)`, command, job }];
}

/**
 * @param {Program} job
 * @returns {Contestant}
 */
function peer(job) {
  const { name } = job;
  return {
    ...PARSER,
    id: peerOf(name),
    name: `kyaml peer of ${name}`,
    command: [binary(name)],
    job,
  };
}
