import { type Steps, stepsOf } from "./paths.ts";
import { LOOK_ALIKES, PLACES } from "./places.data.ts";

/**
 * What a place leads to.
 *
 * - `podSpec`: a PodSpec, the one of the pods themselves or one that an
 *   operator lays over its own. It is never created.
 * - `tolerations`: an object with a `tolerations` list of a custom resource's
 *   own shape, beside other fields.
 */
export type PlaceShape = "podSpec" | "tolerations";

/** One place in the objects of a kind where pods get their tolerations. */
export interface Place {
  /**
   * The steps to the PodSpec, or to the object that holds `tolerations`; the
   * list itself is not a step. "[]" stands for every item of a list and "*"
   * for every entry of a map that exists.
   */
  readonly path: Steps;
  readonly shape: PlaceShape;
  /**
   * How many of the leading steps must exist for the place to be one. The
   * steps after them hold no more than settings of pods: they may be created
   * and switch nothing on. For a PodSpec this is the length of the path.
   */
  readonly required: number;
  /**
   * Whether only a list that is already written may grow. Where it is absent
   * the pods take it from elsewhere (the operator's own defaults, often
   * broader, or another place in the same object), and a new list would take
   * that away. The same holds for `nodeSelector` and `priorityClassName`.
   */
  readonly existingOnly: boolean;
  /** Whether `nodeSelector`, a map of labels, is a field beside the list. */
  readonly nodeSelector: boolean;
  /** Whether `priorityClassName` is a field beside the list. */
  readonly priorityClassName: boolean;
}

/** The places of each row as they stand there: few of them are ever asked for. */
let rows: Map<string, readonly string[]> | undefined;
let reasons: Map<string, string> | undefined;

/**
 * The places where objects of a kind hold the tolerations of pods.
 *
 * The table has the kinds of Kubernetes and the custom resources of the public
 * datreeio/CRDs-catalog (snapshot of 2026-08-20), with the projects' own
 * resource definitions where the catalog has none. Kinds are compared without
 * regard to case, and rows hold for every version of a group unless the
 * versions differ in a way that matters.
 *
 * @returns undefined when the kind is not in the table, or is a look-alike
 */
export function placesOf(
  apiVersion: string,
  kind: string,
): readonly Place[] | undefined {
  if (lookAlike(apiVersion, kind) !== undefined) return undefined;
  rows ??= readRows();
  return find(rows, apiVersion, kind)?.map(readPlace);
}

/**
 * Why a kind is left alone although it has tolerations, or seems to: they are
 * not those of pods, or not for the author of the object to change.
 *
 * @returns undefined when the kind is not one of the look-alikes
 */
export function lookAlike(
  apiVersion: string,
  kind: string,
): string | undefined {
  reasons ??= readReasons();
  return find(reasons, apiVersion, kind);
}

/** The entry of one version of a kind, or else of all its versions. */
function find<T>(
  table: ReadonlyMap<string, T>,
  apiVersion: string,
  kind: string,
): T | undefined {
  const slash = apiVersion.lastIndexOf("/");
  const group = apiVersion.slice(0, Math.max(slash, 0)).toLowerCase();
  const version = apiVersion.slice(slash + 1).toLowerCase();
  const name = kind.toLowerCase();
  return (
    table.get(`${group}/${version}/${name}`) ?? table.get(`${group}/${name}`)
  );
}

function readRows(): Map<string, readonly string[]> {
  const table = new Map<string, readonly string[]>();
  for (const row of PLACES.trim().split(/\n(?! )/)) {
    const [kinds = "", ...paths] = row.split(/\s+/);
    const slash = kinds.lastIndexOf("/");
    for (const kind of kinds.slice(slash + 1).split(",")) {
      table.set(`${kinds.slice(0, slash)}/${kind}`, paths);
    }
  }
  return table;
}

function readPlace(text: string): Place {
  const [route = ""] = text.split(/[@#!]/, 1);
  const marks = text.slice(route.length);
  const [existing = ""] = route.split(":", 1);
  const podSpec = marks.includes("@");
  return {
    path: stepsOf(route.replace(":", ".")),
    shape: podSpec ? "podSpec" : "tolerations",
    required: stepsOf(existing).length,
    existingOnly: marks.includes("!"),
    nodeSelector: podSpec || marks.includes("n"),
    priorityClassName: podSpec || marks.includes("p"),
  };
}

function readReasons(): Map<string, string> {
  const table = new Map<string, string>();
  for (const row of LOOK_ALIKES.trim().split("\n")) {
    const space = row.indexOf(" ");
    table.set(row.slice(0, space), row.slice(space + 1));
  }
  return table;
}
