import { COPY, peerOf } from "./contestants.mjs";
import { markdownTable, shown } from "./numbers.mjs";
import { middle, peak, ratio, wall } from "./results.mjs";

/**
 * What the project wants to reach. Targets are told, and fail nothing: machines
 * differ, and other work runs on them.
 * @typedef {object} Target
 * @property {string} what
 * @property {string} list
 * @property {number} value NaN where it was not measured
 * @property {number} most
 *
 * @typedef {import("./report.mjs").Whole} Whole
 */

const MIB = 1024 * 1024;
const LABEL = "label-namespaces";
const INJECT = "inject-tolerations";
const PIPELINE = "pipeline";
const SET_LABELS = "set-labels";

/**
 * Pairs of contestants whose times are compared: items, the most of the ratio.
 * @type {readonly (readonly [string, string, number, number])[]}
 */
const PAIRS = [
  [LABEL, COPY, 10, 2.2],
  [LABEL, SET_LABELS, 10, 3.5],
  [LABEL, SET_LABELS, 1000, 0.55],
  [LABEL, peerOf(LABEL), 1000, 0.1],
  [LABEL, SET_LABELS, 10_000, 0.3],
  [LABEL, peerOf(LABEL), 10_000, 0.03],
  [INJECT, peerOf(INJECT), 1000, 0.2],
  [INJECT, peerOf(INJECT), 10_000, 0.08],
];

/** @param {number} items */
const itemsOf = (items) => `${items.toLocaleString("en")} items`;

/**
 * @param {Whole} whole
 * @returns {Target[]}
 */
function targets({ measured, edited, bytes, all }) {
  const nameOf = (/** @type {string} */ id) =>
    all.find((one) => one.id === id)?.name ?? id;
  const ours = all.filter((one) => one.ours).map(({ id }) => id);
  const thousand = measured.get(1000);
  const [dearest = ""] = ours
    .filter((id) => id !== PIPELINE)
    .toSorted((a, b) => middle(thousand, b, wall) - middle(thousand, a, wall));
  const many = measured.get(100_000);
  return [
    ...PAIRS.map(([id, other, items, most]) => ({
      what: `${id} ÷ ${nameOf(other)}`,
      list: itemsOf(items),
      value: ratio(measured.get(items), id, other, wall),
      most,
    })),
    {
      what: `${LABEL} ÷ ${nameOf(SET_LABELS)}`,
      list: "Namespaces, all edited",
      value: ratio(edited, LABEL, SET_LABELS, wall),
      most: 0.8,
    },
    {
      what: `pipeline of all five ÷ ${dearest}, the dearest`,
      list: itemsOf(1000),
      value: ratio(thousand, PIPELINE, dearest, wall),
      most: 1.6,
    },
    ...ours.map((id) => ({
      what: `${id} ÷ the same over 10,000 items`,
      list: itemsOf(100_000),
      value: middle(many, id, wall) / middle(measured.get(10_000), id, wall),
      most: 11,
    })),
    {
      what: `${LABEL}: peak ÷ the kyaml peer's`,
      list: itemsOf(10_000),
      value: ratio(measured.get(10_000), LABEL, peerOf(LABEL), peak),
      most: 1 / 8,
    },
    {
      what: `${LABEL}: peak ÷ (4 × the input + 80 MiB)`,
      list: itemsOf(100_000),
      value:
        middle(many, LABEL, peak) / (4 * (bytes.get(100_000) ?? 0) + 80 * MIB),
      most: 1,
    },
  ];
}

/**
 * What was measured of the targets, as Markdown; `""` for nothing.
 * @param {Whole} whole
 * @returns {string}
 */
export function targetTable(whole) {
  const lines = targets(whole)
    .filter(({ value }) => !Number.isNaN(value))
    .map(({ what, list, value, most }) => {
      const met =
        value <= most ? "yes" : `NO, ${shown(value / most)} × too much`;
      return [what, list, shown(value), shown(most), met];
    });
  const head = ["what", "list", "measured", "at most", "met"];
  return lines.length > 0 ? markdownTable(head, lines) : "";
}
