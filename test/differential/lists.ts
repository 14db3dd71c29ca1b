/** A list at which cutters part, with the number of items for us and for Go. */
export type NamedList = readonly [
  name: string,
  text: string,
  ours: number | "refuses",
  go: number | "refuses",
];

const HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n";
const A = "- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n";
const B = "- apiVersion: v1\n  kind: B\n  metadata:\n    name: b\n";

function items(...texts: readonly string[]): string {
  return `${HEAD}items:\n${texts.join("")}`;
}

/** Lists whose items could be hidden, doubled or taken for others. */
export const LISTS: readonly NamedList[] = [
  ["two items", items(A, B), 2, 2],
  [
    "a quoted scalar over a line that looks like an item",
    items(`${A}  x: "y\n`, `${B}    z"\n`),
    "refuses",
    1,
  ],
  [
    "a quoted scalar that opens behind one that ends like a key",
    items(`${A}  x: [{a: "b: "}, "\n`, `${B}  c: ", e: "z"]\n`, B),
    "refuses",
    2,
  ],
  [
    "strings in flow that end where they start",
    items(`${A}  x: [{a: "b", c: 'd'}, {e: ""}]\n`, B),
    2,
    2,
  ],
  [
    "an item inside a literal block",
    items(`${A}  x: |\n    - kind: B\n`, B),
    2,
    2,
  ],
  ["an item behind LS", items(`${A}  x: y\u2028- kind: B\n`, B), "refuses", 3],
  ["an item behind NEL", items(`${A}  x: y\u0085- kind: B\n`, B), "refuses", 3],
  [
    "an item behind a carriage return",
    items(`${A}  x: y\r- kind: B\n`, B),
    "refuses",
    3,
  ],
  [
    "a namespace behind LS",
    items(A.replace("    name", "    x: y\u2028    namespace: z\n    name"), B),
    "refuses",
    2,
  ],
  [
    "items that are a mapping",
    `${HEAD}items:\n  functionConfig: {a: b}\n  x: y\n`,
    "refuses",
    4,
  ],
  [
    "a kind that goes on in the next line",
    items(A.replace("kind: A", "kind: A\n      b"), B),
    2,
    2,
  ],
  [
    "an apiVersion that goes on in the next line",
    items(A.replace("v1", "v1\n      b"), B),
    2,
    2,
  ],
  ["a kind that stands twice", items(`${A}  kind: B\n`, B), 2, "refuses"],
  ["a quoted kind", items(A.replace("kind", '"kind"'), B), 2, 2],
  ["an explicit kind", items(A.replace("kind: A", "? kind\n  : A"), B), 2, 2],
  [
    "a kind that is merged",
    items("- <<: {kind: A}\n  apiVersion: v1\n", B),
    2,
    2,
  ],
  [
    "a kind behind an alias",
    items("- x: &k A\n  apiVersion: v1\n  kind: *k\n", B),
    2,
    2,
  ],
  [
    "an alias to another item's anchor",
    items(`${A}  x: &k y\n`, `${B}  x: *k\n`),
    "refuses",
    2,
  ],
  ["a kind with a tag", items(A.replace("A", "!!str A"), B), 2, 2],
  [
    "a kind in a block",
    items(A.replace("kind: A", "kind: >-\n    A"), B),
    2,
    2,
  ],
  [
    "metadata in flow style",
    items(
      "- kind: A\n  apiVersion: v1\n  metadata: {name: a,\n    namespace: b}\n",
      B,
    ),
    2,
    2,
  ],
  [
    "metadata without a value",
    items("- kind: A\n  apiVersion: v1\n  metadata:\n", B),
    2,
    2,
  ],
  [
    "a name that is a number",
    items(A.replace("name: a", "name: 0644"), B),
    2,
    2,
  ],
  [
    "items in flow style",
    `${HEAD}items: [{kind: A, apiVersion: v1}, {kind: B}]\n`,
    2,
    2,
  ],
  [
    "a list in JSON",
    '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList","items":[{"kind":"A"}]}',
    1,
    1,
  ],
  ["no items", `${HEAD}items: []\n`, 0, 0],
  ["items in column 2", items(A, B).replace(/^(?=[- ])/gm, "  "), 2, 2],
  [
    "an item that is less deep",
    items(`  ${A.replaceAll("\n  ", "\n    ")}`, B),
    "refuses",
    "refuses",
  ],
  ["items twice", `${items(A)}items:\n${B}`, "refuses", 1],
  [
    "a document marker behind the items",
    `${items(A, B)}---\nx: y\n`,
    "refuses",
    "refuses",
  ],
  ["an end marker between the items", items(A, "...\n", B), "refuses", 1],
  ["a comment behind a dash", items(A.replace("- ", "- # x\n  "), B), 2, 2],
  ["a dash on a line of its own", items(A.replace("- ", "-\n  "), B), 2, 2],
  ["an item that is a word", items("- x\n", B), 2, 2],
  [
    "a stream that ends inside an item",
    items(A, `${B}  x: "y\n`),
    "refuses",
    "refuses",
  ],
  [
    "a quote in a label that goes on over what looks like an item",
    items(A.replace("    name", "    labels:\n      x: 'y\n- z'\n    name"), B),
    "refuses",
    2,
  ],
  [
    "a single quote below the head that goes on as an item in column 0",
    items(`${A}  x: 'y\n`, `${B}    z: '\n`, B),
    "refuses",
    2,
  ],
  [
    "a quote of the last item alone that is open",
    items(A, A, `${B}  x: "y\n`),
    "refuses",
    "refuses",
  ],
  [
    "a quote of the first item alone that is open",
    items(`${A}  x: "y\n`, B, B),
    "refuses",
    "refuses",
  ],
  [
    "quotes of both kinds below the head",
    items(`${A}  x: "it's"\n  y: 'a "word"'\n`, B),
    2,
    2,
  ],
  [
    "a flow mapping in quotes, the last in its item",
    items(`${A}  x: {y: "z"}\n`, B),
    2,
    2,
  ],
  [
    "a dash in column 0 of a list in column 2",
    items(A, B)
      .replace(/^(?=[- ])/gm, "  ")
      .replace(/$/, "- x\n"),
    "refuses",
    "refuses",
  ],
  [
    "a block with a dash, in a list in column 2",
    items(`${A}  x: |\n    - y\n`, B).replace(/^(?=[- ])/gm, "  "),
    2,
    2,
  ],
  [
    "a block that a dash in column 0 ends",
    items(`${A}  x: |\n- kind: C\n    y\n`, B),
    3,
    3,
  ],
  ["CRLF", items(A, B).replaceAll("\n", "\r\n"), 2, 2],
  [
    "CRLF and an open quote",
    items(`${A}  x: "y\n`, `${B}    z"\n`).replaceAll("\n", "\r\n"),
    "refuses",
    1,
  ],
  ["no line end at the end", items(A, B).slice(0, -1), 2, 2],
  ["a byte order mark", `\ufeff${items(A, B)}`, 2, 2],
  ["a document marker above", `---\n${items(A, B)}`, 2, 2],
  ["comments and a marker above", `# x\n\n---\n${items(A, B)}`, 2, "refuses"],
  ["results behind the items", `${items(A, B)}results:\n- message: x\n`, 2, 2],
  [
    "a word in column 0 between the items",
    items(A, "x\n", B),
    "refuses",
    "refuses",
  ],
  [
    "a word in column 0 behind the items",
    `${items(A, B)}x\n`,
    "refuses",
    "refuses",
  ],
  [
    "comments and blank lines between the items",
    items(A, "# x\n\n", B, "\n  # - y\n"),
    2,
    2,
  ],
  [
    "a marker with a blank between the items",
    items(A, "--- \n", B),
    "refuses",
    "refuses",
  ],
  ["a dash without a blank", items(A, "-x\n", B), "refuses", "refuses"],
  [
    "a mapping below a name",
    items(A.replace("name: a", "name: a\n      x: y"), B),
    2,
    "refuses",
  ],
  [
    "a mapping in metadata that is deeper than its siblings",
    items(A.replace("    name", "      x: y\n    name"), B),
    2,
    "refuses",
  ],
  [
    "a mapping below an apiVersion",
    items(A.replace("v1", "v1\n    x: y"), B),
    2,
    "refuses",
  ],
  [
    "a key without a value, then its mapping",
    items(A.replace("    name", "    labels:\n      x: y\n    name"), B),
    2,
    2,
  ],
];
