import { basename } from "node:path";
import { functions } from "../../functions/index.ts";
import { API_VERSION, programOf as nameOf } from "../../lib/krm/define.ts";
import { readDocuments } from "../../lib/krm/documents.ts";
import { type KubernetesObject, mapping, text } from "../../lib/krm/item.ts";
import { InputError } from "../../lib/krm/list.ts";
import { encode } from "../../lib/yaml/text.ts";
import { isExecutable } from "../process/program.ts";

/**
 * What a config has Kustomize run: one of our functions, or a program of
 * somebody else, as its annotation words it.
 */
export type Program =
  | { readonly own: string }
  | { readonly foreign: string; readonly path?: string };

/** Source: kyaml 0.21, runtimeutil.GetFunctionSpec; the last two are older. */
const FUNCTION_KEYS = [
  "config.kubernetes.io/function",
  "config.k8s.io/function",
  "config.kubernetes.io/container",
];

/** What the annotation of a config names, `undefined` where it has none. */
export function programOf(config: KubernetesObject): Program | undefined {
  const annotations = annotationsOf(config);
  const sources = FUNCTION_KEYS.flatMap((key) => {
    const value = annotations[key];
    return value === undefined ? [] : [text(value)];
  });
  if (sources.length === 0) return undefined;
  const ours = functions.map(({ kind }) => kind);
  if (config.apiVersion === API_VERSION && ours.includes(text(config.kind))) {
    return { own: nameOf(text(config.kind)) };
  }
  const [source = ""] = sources;
  const { path, name, shown } = wordsOf(source);
  const isConfigMap = config.apiVersion === "v1" && config.kind === "ConfigMap";
  if (isConfigMap && name && ours.some((kind) => nameOf(kind) === name)) {
    return { own: name };
  }
  return { foreign: shown, ...(path ? { path } : {}) };
}

interface Words {
  /** Of an exec function. */
  readonly path: string;
  /** Of the program that is asked for. */
  readonly name: string | undefined;
  /** For messages. */
  readonly shown: string;
}

function wordsOf(source: string): Words {
  const spec = specIn(source);
  const path = text(mapping(spec.exec).path);
  if (path) return { path, name: basename(path), shown: path };
  const { image, envs } = mapping(spec.container);
  const name = (Array.isArray(envs) ? envs : [])
    .map((pair) => /^FLUX_PLATFORM_FUNCTION=(.*)$/.exec(text(pair))?.[1])
    .find((value) => value !== undefined);
  return { path: "", name, shown: text(image) || source.trim() };
}

/** What can't be read is a program of nobody that we know. */
function specIn(source: string): KubernetesObject {
  try {
    return mapping(readDocuments(encode(source))[0]);
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
}

/**
 * The config with an annotation that runs this installation's function,
 * whatever path or image it named.
 */
export function runByUs(
  config: KubernetesObject,
  program: string,
): KubernetesObject {
  const annotations = { ...annotationsOf(config) };
  for (const key of FUNCTION_KEYS) delete annotations[key];
  const [file = "", ...script] = isExecutable()
    ? [process.execPath]
    : [process.execPath, process.argv[1] ?? ""];
  const exec = { path: file, args: [...script, "run", program] };
  const [key = ""] = FUNCTION_KEYS;
  annotations[key] = JSON.stringify({ exec });
  const metadata = { ...mapping(config.metadata), annotations };
  return { ...config, metadata };
}

function annotationsOf(config: KubernetesObject): KubernetesObject {
  return mapping(mapping(config.metadata).annotations);
}
