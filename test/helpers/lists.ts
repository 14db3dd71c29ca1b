/** A ResourceList as Kustomize and kpt write it: items, then the config. */
export function resourceList(
  items: string,
  config: string = lookConfig,
  more = "",
): string {
  return `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
${items}functionConfig:
${indented(config, 2)}${more}`;
}

/** Every line that is not empty, moved to the right. */
export function indented(text: string, columns: number): string {
  return text.replaceAll(/^(?=[^\n])/gm, " ".repeat(columns));
}

/** A config of `kind`; `spec` is YAML. */
export function configOf(kind: string, spec = "{}"): string {
  const value = spec.includes("\n") ? `\n${indented(spec, 2)}` : ` ${spec}\n`;
  return `apiVersion: flux-platform.dev/v1alpha1
kind: ${kind}
metadata:
  name: guardrails
spec:${value}`;
}

/** Reads every item and changes none. */
export const lookConfig = configOf("Look");

/** Sets the label `environment` on Namespaces of that name. */
export function labelConfig(namespace: string): string {
  return configOf(
    "LabelNamespaces",
    `rules:
- select:
  - names: ["${namespace}"]
  labels:
    environment: production
undeclared: ignore
`,
  );
}

/** Reads Namespaces, and what else LabelNamespaces looks into; no edit. */
export const idleConfig = configOf("LabelNamespaces", "undeclared: warning\n");

/** An item that holds only what it must. */
export function item(kind: string, name: string): string {
  return `- apiVersion: v1\n  kind: ${kind}\n  metadata:\n    name: ${name}\n`;
}
