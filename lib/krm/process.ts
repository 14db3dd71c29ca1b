import { isAscii, isUtf8 } from "node:buffer";
import { type MapNode, made, partAt, TextMap } from "../yaml/node.ts";
import type { Patch } from "../yaml/splice.ts";
import { stackProblem, YamlError } from "../yaml/text.ts";
import { ConfigError, configure, isConfig, type Registry } from "./config.ts";
import type { Context } from "./define.ts";
import {
  type Content,
  type Head,
  headOf,
  Item,
  type KubernetesObject,
  mapping,
  valueAt,
} from "./item.ts";
import {
  cutList,
  InputError,
  type ItemText,
  inputError,
  itemNode,
  type ListText,
} from "./list.ts";
import {
  formatResult,
  type Path,
  type Result,
  type Severity,
} from "./result.ts";
import { hasError, run } from "./run.ts";
import { scanHead } from "./shortcuts/head.ts";
import { type MetadataLines, metadataLines } from "./shortcuts/metadata.ts";
import { lacks, peek } from "./shortcuts/peek.ts";
import { type Placed, patchesOf } from "./write.ts";

/** What a function process is started with. */
export interface ProcessOptions {
  readonly registry: Registry;
  /** The name it runs by: program, image entry point or environment. */
  readonly program?: string | undefined;
  readonly context: Context;
  /** The least severity that goes to stderr; `warning` where it is absent. */
  readonly log?: string | undefined;
}

/** What a function process prints, and its exit code. */
export interface ProcessOutcome {
  /** Stdout: the input's bytes with these patches, or nothing at all. */
  readonly output?: {
    readonly bytes: Buffer;
    readonly patches: readonly Patch[];
  };
  /** Lines for stderr. */
  readonly messages: readonly string[];
  readonly code: 0 | 1 | 2;
}

/**
 * Runs one ResourceList through the function it asks for.
 * Source: KRM Functions Specification v1; exit 0 done, 1 findings of severity
 * error or unusable input or config, 2 a bug of ours.
 */
export function processList(
  bytes: Buffer,
  options: ProcessOptions,
): ProcessOutcome {
  let list: ListText;
  try {
    list = readList(bytes);
  } catch (error) {
    const reason = refusal(error);
    if (reason) return { messages: [reason.message], code: 1 };
    throw error;
  }
  try {
    return runList(bytes, list, options);
  } catch (thrown) {
    // Items are read when somebody looks, wherever that is.
    const error =
      thrown instanceof YamlError ? inputError(list.text, thrown) : thrown;
    const reason = refusal(error);
    if (reason) return { messages: [reason.message], code: 1 };
    // The input was read: it goes out complete beside the reasons.
    const output = { bytes, patches: [] };
    if (error instanceof ConfigError) {
      return { output, messages: [error.message], code: 1 };
    }
    throw error;
  }
}

/** Why the input can't be used, if that is what an error says. */
function refusal(error: unknown): InputError | undefined {
  if (error instanceof InputError) return error;
  const problem = stackProblem(error);
  return problem
    ? new InputError(`stdin can't be read: ${problem}`)
    : undefined;
}

function readList(bytes: Buffer): ListText {
  const ascii = isAscii(bytes);
  if (!ascii && !isUtf8(bytes)) {
    throw new InputError("stdin is no valid UTF-8");
  }
  return cutList(bytes.toString("latin1"), ascii);
}

function runList(
  bytes: Buffer,
  list: ListText,
  options: ProcessOptions,
): ProcessOutcome {
  const config = list.functionConfig;
  if (config && config.type !== "map") {
    throw new ConfigError("functionConfig is not a mapping");
  }
  const configured = configure(
    config?.value,
    options.registry,
    options.program,
  );
  const placed = list.items.map((text) => new TextContent(list.text, text));
  const received = placed.map(({ item }) => item);
  const given = config?.value;
  const own = new Set(received.filter((item) => isConfig(item, given)));
  const items =
    own.size > 0 ? received.filter((item) => !own.has(item)) : received;
  const outcome = run(configured, items, options.context, options.registry);
  const { results, stages } = outcome;
  const all =
    own.size > 0 ? withOwn(placed, own, outcome.items) : outcome.items;
  const patches = patchesOf(list, placed, { items: all, results, stages });
  const messages = results
    .filter(({ severity }) => isLogged(severity, options.log))
    .map((result) => line(result, outcome.failedStep));
  return {
    output: { bytes, patches },
    messages,
    code: hasError(outcome.results) ? 1 : 0,
  };
}

/** Puts the configs that no function saw back among the items. */
function withOwn(
  placed: readonly Placed[],
  own: ReadonlySet<Item>,
  items: readonly Item[],
): Item[] {
  const rest = new Map(items.map((item) => [item.identity, item]));
  const kept = placed.flatMap(({ item }) => {
    const after = own.has(item) ? item : rest.get(item.identity);
    rest.delete(item.identity);
    return after ? [after] : [];
  });
  return [...kept, ...rest.values()];
}

const LEVELS: readonly string[] = ["error", "warning", "info"];

function isLogged(severity: Severity, log: string | undefined): boolean {
  const level = LEVELS.indexOf(log ?? "");
  return LEVELS.indexOf(severity) <= (level < 0 ? 1 : level);
}

function line(result: Result, step: number | undefined): string {
  const failed = result.severity === "error" && step !== undefined;
  const where = failed ? `step ${step} (${result.tags.function}): ` : "";
  return where + formatResult(result);
}

const METADATA: Path = ["metadata"];

/** An item that came in; what is below its head is read at the first look. */
class TextContent implements Content, Placed {
  readonly text: ItemText;
  readonly head: Head;
  readonly item: Item;
  private readonly list: string;
  private knownMetadata: KubernetesObject | undefined;
  private knownLines: MetadataLines | null | undefined;
  private knownNode: MapNode | undefined;
  private disguises: boolean | undefined;

  constructor(list: string, text: ItemText) {
    this.list = list;
    this.text = text;
    this.head =
      text.head ?? scanHead(list, text) ?? headOf(itemNode(list, text).value);
    this.knownMetadata = undefined;
    this.knownLines = undefined;
    this.knownNode = undefined;
    this.disguises = undefined;
    this.item = Item.received(this);
  }

  /** One reading is enough where most of the item is metadata. */
  get metadata(): KubernetesObject {
    this.knownMetadata ??= this.readsWhole
      ? mapping(made(partAt(this.unread, METADATA)))
      : this.head.metadata;
    return this.knownMetadata;
  }

  get lines(): MetadataLines | undefined {
    if (this.knownLines === undefined) {
      this.knownLines = metadataLines(this.list, this.text) ?? null;
    }
    return this.knownLines ?? undefined;
  }

  private get readsWhole(): boolean {
    if (this.knownNode) return true;
    const { start, end, head } = this.text;
    return head !== undefined && head.end - head.start > (end - start) / 2;
  }

  get object(): KubernetesObject {
    return this.lines?.object ?? this.node.value;
  }

  /** Nodes of the `yaml` package may hold anchors: their parts are no values. */
  get unread(): unknown {
    const { lines } = this;
    if (lines) return lines.object;
    const { node } = this;
    return node instanceof TextMap ? node : node.value;
  }

  at(path: Path): unknown {
    const whole = path[0] === METADATA[0] ? this.readsWhole : this.knownNode;
    if (!whole) {
      const seen = peek(this.list, this.text, path);
      if (seen !== undefined) return seen;
      const [field] = path;
      if (typeof field === "string" && lacks(this.list, this.text, field))
        return undefined;
      const absent = (step: string | number): boolean =>
        typeof step === "string" && !this.mayHold(step);
      if (path.some(absent)) return undefined;
    }
    const { lines } = this;
    if (lines) return valueAt(lines.object, path);
    return made(partAt(this.unread, path));
  }

  mayHold(word: string): boolean {
    const { start, end, node } = this.text;
    // An alias of a list that was read whole may stand for the text of another item.
    if (node) return true;
    const text = this.list.slice(start, end);
    if (text.includes(word)) return true;
    // Only an escape, or the tag !!binary, writes a word in another way.
    this.disguises ??= text.includes("\\") || text.includes("binary");
    return this.disguises;
  }

  get node(): MapNode {
    this.knownNode ??= itemNode(this.list, this.text);
    return this.knownNode;
  }
}
