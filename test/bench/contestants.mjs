import { existsSync } from "node:fs";
import { Failure, which } from "../../tools/common.mjs";
import { node } from "../../tools/engines/find.mjs";
import { binary, copyProgram, nodeProgram, program } from "./binaries.mjs";
import { catalogue, catalogueProgram } from "./catalogue.mjs";
import { programs } from "./programs.mjs";

/**
 * Something that is run and timed.
 * @typedef {object} Contestant
 * @property {string} id unique in a run, as tables show it
 * @property {boolean} ours
 * @property {string[]} command
 * @property {Program} job whose config it gets
 * @property {"all" | "untouched" | "values" | "marks"} keeps what must come out:
 *   every byte as it went in, every item but those of the job, what YAML means,
 *   or every item, with the job's mark in it
 * @property {boolean} changes whether it does the job
 * @property {number} most items that it can take
 * @typedef {import("./programs.mjs").Program} Program
 * @typedef {{ only: readonly string[], catalogue: string | undefined }} Choice
 */

/** Beyond this a general parser needs more memory than machines have. */
const MOST_FOR_PARSERS = 10_000;
/** The Node of the one row that runs on it. */
const NODE = "24";
export const ON_NODE = `label-namespaces on Node ${NODE}`;

/**
 * Everything that takes part, in an order in which what is compared runs close
 * together.
 * @param {Choice} choice
 * @returns {Contestant[]}
 */
export function contestants({ only, catalogue: folder }) {
  const chosen = programs.filter(
    ({ name }) => only.length === 0 || only.includes(name),
  );
  const [first] = chosen;
  if (!first) throw new Failure(`no function is called ${only.join(" or ")}`);
  const missing = chosen.find(({ name }) => !existsSync(program(name)));
  if (missing) throw new Failure(`dist has no ${missing.name}: npm run build`);
  return [
    copier("cat", which("cat"), first),
    copier("copy", copyProgram, first),
    ...chosen.map((job) => ours(job.name, [program(job.name)], job)),
    ...(first.name === "label-namespaces" ? [onNode(first)] : []),
    ...chosen.flatMap((job) => (job.peer ? [peer(job)] : [])),
    ...catalogue.flatMap((job) => fromCatalogue(job, folder)),
  ];
}

const ANY = Number.POSITIVE_INFINITY;

/**
 * @param {string} id
 * @param {string | undefined} path
 * @param {Program} job
 * @returns {Contestant}
 */
function copier(id, path, job) {
  if (!path) throw new Failure(`${id} is not on PATH`);
  const shape = { ours: false, keeps: /** @type {const} */ ("all"), most: ANY };
  return { ...shape, id, command: [path], job, changes: false };
}

/**
 * @param {string} id
 * @param {string[]} command
 * @param {Program} job
 * @returns {Contestant}
 */
function ours(id, command, job) {
  const keeps = /** @type {const} */ ("untouched");
  return { id, ours: true, command, job, keeps, changes: true, most: ANY };
}

/** @param {Program} job */
function onNode(job) {
  const path = node(NODE);
  if (!path) {
    throw new Failure(
      `no Node ${NODE}: node tools/setup.mjs --for test installs it`,
    );
  }
  return ours(ON_NODE, [path, nodeProgram, "run", job.name], job);
}

/**
 * @param {Program} job
 * @returns {Contestant}
 */
function peer(job) {
  return {
    id: `kyaml peer of ${job.name}`,
    ours: false,
    command: [binary(job.name)],
    job,
    keeps: "values",
    changes: true,
    most: MOST_FOR_PARSERS,
  };
}

/**
 * @param {Program} job
 * @param {string | undefined} folder
 * @returns {Contestant[]}
 */
function fromCatalogue(job, folder) {
  const path = catalogueProgram(job.name, folder);
  if (path === undefined) return [];
  const keeps = /** @type {const} */ ("marks");
  const most = MOST_FOR_PARSERS;
  return [
    {
      id: job.name,
      ours: false,
      command: [path],
      job,
      keeps,
      changes: true,
      most,
    },
  ];
}
