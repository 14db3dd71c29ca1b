/**
 * The API server's rules for names, labels and annotations. Every check gives
 * `undefined` for what the API server takes, else one sentence with the rule
 * that is broken.
 * Source: k8s.io/apimachinery, `pkg/util/validation` and
 * `pkg/api/validation/objectmeta.go`.
 */

import { own } from "../krm/item.ts";

const LABEL_MAX = 63;
const SUBDOMAIN_MAX = 253;
const ANNOTATIONS_MAX = 256 * 1024;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Checks a label's key, `team` or `example.com/team`. */
export function labelKeyProblem(key: string): string | undefined {
  const parts = key.split("/");
  if (parts.length > 2) {
    return "a key is a name or prefix/name: it has at most one '/'";
  }
  const [prefix, name] = parts.length === 2 ? parts : [undefined, parts[0]];
  return prefixProblem(prefix) ?? keyNameProblem(name ?? "");
}

function prefixProblem(prefix: string | undefined): string | undefined {
  if (prefix === undefined) return undefined;
  if (prefix === "") return "the prefix before '/' must not be empty";
  const problem = dnsSubdomainProblem(prefix);
  return problem && `the prefix before '/' is no DNS subdomain: ${problem}`;
}

function keyNameProblem(name: string): string | undefined {
  if (name === "") return "the name part of a key must not be empty";
  return formProblem(name, KEY_NAME);
}

/** Checks a label's value; the empty value is allowed. */
export function labelValueProblem(value: string): string | undefined {
  return value === "" ? undefined : formProblem(value, LABEL_VALUE);
}

/** Checks an annotation's key: as a label's, but letters may be of any case. */
export function annotationKeyProblem(key: string): string | undefined {
  return labelKeyProblem(key.toLowerCase());
}

/** Checks the size of all annotations of one object: at most 256 KiB. */
export function annotationsSizeProblem(
  annotations: Readonly<Record<string, unknown>>,
): string | undefined {
  // A character has three bytes at most: few of them need no counting.
  const length = sizeOf(annotations, (text) => text.length);
  if (length * 3 <= ANNOTATIONS_MAX) return undefined;
  const size = sizeOf(annotations, (text) => Buffer.byteLength(text));
  if (size <= ANNOTATIONS_MAX) return undefined;
  return `all annotations together may have ${ANNOTATIONS_MAX} bytes (256 KiB), these have ${size}`;
}

function sizeOf(
  annotations: Readonly<Record<string, unknown>>,
  measure: (text: string) => number,
): number {
  let size = 0;
  for (const key of Object.keys(annotations)) {
    const value = annotations[key];
    size += measure(typeof value === "string" ? key + value : key);
  }
  return size;
}

/** Checks a DNS-1123 label, the name of a Namespace. */
export function dnsLabelProblem(name: string): string | undefined {
  return formProblem(name, NAME);
}

/** Checks a DNS-1123 subdomain, the name of most objects. */
export function dnsSubdomainProblem(name: string): string | undefined {
  return formProblem(name, SUBDOMAIN);
}

/** A text of ASCII letters, and how to say so. */
interface Form {
  readonly what: string;
  readonly max: number;
  readonly pattern: RegExp;
  readonly rule: string;
}

const NAME: Form = {
  what: "the name",
  max: LABEL_MAX,
  pattern: DNS_LABEL,
  rule: "the name may hold lower-case letters, digits and '-', and begins and ends with a letter or digit",
};

const SUBDOMAIN: Form = {
  what: "the name",
  max: SUBDOMAIN_MAX,
  pattern: DNS_SUBDOMAIN,
  rule: "each part between dots may hold lower-case letters, digits and '-', and begins and ends with a letter or digit",
};

const qualified = (what: string): Form => ({
  what,
  max: LABEL_MAX,
  pattern: QUALIFIED,
  rule: `${what} may hold letters, digits, '-', '_' and '.', and begins and ends with a letter or digit`,
});
const KEY_NAME = qualified("the name part of a key");
const LABEL_VALUE = qualified("a label's value");

function formProblem(text: string, form: Form): string | undefined {
  const { what, max, pattern, rule } = form;
  if (text.length <= max && pattern.test(text)) return undefined;
  const length = Buffer.byteLength(text);
  if (length <= max) return rule;
  return `${what} has at most ${max} characters, this one has ${length}`;
}

/** Label keys that controllers write; a key that ends in `/` is a prefix. */
const RESERVED: Readonly<Record<string, string>> = {
  "kubernetes.io/metadata.name": "the API server sets it to the name",
  "kustomize.toolkit.fluxcd.io/name": "Flux's kustomize-controller sets it",
  "kustomize.toolkit.fluxcd.io/namespace":
    "Flux's kustomize-controller sets it",
  "helm.toolkit.fluxcd.io/": "Flux's helm-controller sets it",
};

/** Who writes `key` in a cluster, where no config may; else `undefined`. */
export function reservedBy(key: string): string | undefined {
  const prefix = key.slice(0, key.indexOf("/") + 1);
  return own(RESERVED, key) ?? own(RESERVED, prefix);
}
