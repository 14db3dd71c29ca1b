import { parseAllDocuments } from "yaml";

/** A Kubernetes object as far as every object has it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string } & {
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** The objects of a stream of YAML documents. */
export function objectsIn(text: string): KubeObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS() ?? [];
  });
}

/** Kind, namespace and name, as messages name an object. */
export function nameOf({ kind, metadata }: KubeObject): string {
  const { namespace, name } = metadata;
  return [kind, namespace, name].filter(Boolean).join("/");
}

/** The user that a ServiceAccount is. */
export function serviceAccount(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}
