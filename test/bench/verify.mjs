import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { Failure } from "../../tools/common.mjs";
import { platformFor } from "./workload.mjs";

/**
 * @typedef {import("./contestants.mjs").Contestant} Contestant
 * @typedef {import("./inputs.mjs").Input} Input
 */

/** Up to here whole lists are compared by value. */
const FEW_ITEMS = 100;
/** Changed items of a longer list that are compared by value. */
const SAMPLE = 100;

/**
 * Throws where a contestant did not do its job, so that nothing is measured
 * that does less than it should.
 * @param {Contestant} contestant
 * @param {Input} input
 * @param {string} output
 */
export function verify(contestant, input, output) {
  const { keeps, job } = contestant;
  const checks = {
    all: () => output === input.textFor(job),
    untouched: () => isEdited(contestant, input, output),
    values: () => hasValues(contestant, input, output),
  };
  if (checks[keeps]()) return;
  throw new Failure(
    `${contestant.id} gives a wrong output for ${input.items.length} items`,
  );
}

/**
 * Whether every item that is not the job's has its bytes, the job's have the
 * values that they must get, and what it adds is there.
 * @param {Contestant} contestant
 * @param {Input} input
 * @param {string} output
 */
function isEdited({ job }, { items }, output) {
  const after = cut(output);
  const rest = after.slice(items.length);
  const platform = job.platform ? platformFor(items) : [];
  let compared = 0;
  return (
    platform.every(
      (text, index) =>
        job.selects({ kind: kindOf(text) }) || rest[index] === text,
    ) &&
    rest.length > platform.length === (job.adds !== undefined) &&
    (job.adds?.test(rest.join("")) ?? true) &&
    items.every((before, index) => {
      const text = after[index] ?? "";
      if (!job.selects({ kind: kindOf(before) })) return text === before;
      if (compared++ >= SAMPLE) return job.mark.test(text);
      return isDeepStrictEqual(parse(text), [changed(job, before)]);
    })
  );
}

/**
 * @param {Contestant} contestant
 * @param {Input} input
 * @param {string} output
 */
function hasValues({ job }, { items }, output) {
  if (items.length > FEW_ITEMS) {
    const [before = ""] = output.split("\nfunctionConfig:\n");
    const has = count(before, /^ *- apiVersion: /gm) === items.length;
    const marks = items.reduce((sum, text) => sum + marksOf(job, text), 0);
    return has && count(before, new RegExp(job.mark, "g")) === marks;
  }
  const expected = items.map((text) =>
    job.selects({ kind: kindOf(text) }) ? changed(job, text) : parse(text)[0],
  );
  return isDeepStrictEqual(
    comparable(parse(output).items),
    comparable(expected),
  );
}

/**
 * Functions of the catalogue sort what they give.
 * @param {readonly any[]} objects
 */
function comparable(objects) {
  const named = objects.map((object) => {
    const { kind, metadata } = object;
    const name = `${kind} ${metadata.namespace} ${metadata.name}`;
    return { name, object: withoutMigration(object) };
  });
  return named.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * How often the mark of a job must stand in an item.
 * @param {import("./programs.mjs").Program} job
 * @param {string} text
 */
function marksOf({ selects, times }, text) {
  const kind = kindOf(text);
  return selects({ kind }) ? (times?.[kind] ?? 1) : 0;
}

/** Functions on kyaml take the annotation away that Kustomize sets for them. */
const MIGRATION =
  "internal.config.kubernetes.io/annotations-migration-resource-id";

/** @param {any} object */
function withoutMigration(object) {
  delete object.metadata.annotations[MIGRATION];
  return object;
}

/**
 * What an item must become.
 * @param {import("./programs.mjs").Program} job
 * @param {string} text
 */
function changed(job, text) {
  const [object] = parse(text);
  job.change(object);
  return object;
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
function count(text, pattern) {
  return [...text.matchAll(pattern)].length;
}

/** The items of an output, by their dashes in column 0. @param {string} output */
function cut(output) {
  const start = output.indexOf("\nitems:\n") + "\nitems:\n".length;
  const end = output.indexOf("\nfunctionConfig:\n") + 1;
  return output.slice(start, end).split(/^(?=- )/m);
}

/** @param {string} text */
function kindOf(text) {
  return /^ {2}kind: (\S+)$/m.exec(text)?.[1] ?? "";
}
