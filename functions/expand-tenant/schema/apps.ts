import * as v from "valibot";
import { described, mappingOf, strict } from "../../../lib/krm/schema.ts";
import { Duration, partial, Text } from "./parts.ts";
import { InlineSource, InlineSourcePart } from "./sources.ts";

const text = (meaning: string) => v.optional(described(Text, meaning));
const texts = (meaning: string) =>
  v.optional(described(v.array(Text), meaning));
const flag = (meaning: string) => v.optional(described(v.boolean(), meaning));

const Decryption = v.pipe(
  strict({
    secretRef: text("Secret of the contract with the tenant's own key."),
    serviceAccountName: text(
      "ServiceAccount that may use a KMS, in the home namespace.",
    ),
  }),
  v.check(
    ({ secretRef, serviceAccountName }) =>
      (secretRef === undefined) !== (serviceAccountName === undefined),
    "needs secretRef or serviceAccountName",
  ),
);

const Substitute = v.union([
  described(Text, "Name of a ConfigMap."),
  strict({
    kind: described(v.picklist(["ConfigMap", "Secret"]), "Kind of the object."),
    name: described(Text, "Its name, in the home namespace."),
    optional: flag("It may be absent."),
  }),
]);

const ValuesFrom = strict({
  kind: described(v.picklist(["ConfigMap", "Secret"]), "Kind of the object."),
  name: described(Text, "Its name, in the home namespace."),
  valuesKey: text("Key to read; values.yaml when absent."),
  targetPath: text("Path of the one value that it is."),
  optional: flag("It may be absent."),
});

const Helm = strict({
  chart: text("Name of the chart, or its path in a Git repository or bucket."),
  version: text(
    "Version or range; not for an OCI source, which says it itself.",
  ),
  releaseName: text("Name of the Helm release; the app's when absent."),
  values: v.optional(
    described(mappingOf(v.string(), v.unknown()), "Values of the chart."),
  ),
  valuesFrom: v.optional(
    described(v.array(ValuesFrom), "Objects that hold values."),
  ),
});

const appEntries = {
  name: described(Text, "Name of the flow; one in the whole platform."),
  source: described(
    v.union([described(Text, "Name of a source."), InlineSource]),
    "Where it comes from: the name of a source, or one of its own.",
  ),
  path: text("Folder in the source; its root when absent."),
  namespace: text("targetNamespace; the home namespace when absent."),
  interval: v.optional(described(Duration, "How often Flux looks.")),
  timeout: v.optional(described(Duration, "How long it may take to be ready.")),
  retryInterval: v.optional(described(Duration, "Pause after a failure.")),
  prune: flag("Deletes what left the source."),
  wait: flag("Ready when everything it applied is."),
  dependsOn: texts(
    "Apps of the tenant of the same kind, or for a git app a component's flow.",
  ),
  decryption: v.optional(
    described(Decryption, "How SOPS files are decrypted."),
  ),
  substituteFrom: v.optional(
    described(v.array(Substitute), "Objects whose values fill in variables."),
  ),
  substitute: v.optional(
    described(mappingOf(v.string(), v.string()), "Values of variables."),
  ),
  helm: v.optional(described(Helm, "Makes it a Helm release.")),
};
const FLOW_ONLY = [
  "path",
  "prune",
  "decryption",
  "substituteFrom",
  "substitute",
] as const;
/** An entry of `apps`. */
export const App = v.pipe(
  strict(appEntries),
  v.check(
    (app) => !app.helm || FLOW_ONLY.every((key) => app[key] === undefined),
    `a Helm app has no ${FLOW_ONLY.join(", ")}`,
  ),
);
export type App = v.InferOutput<typeof App>;

/** What an override says of an app. */
export const AppPart = strict({
  ...partial(appEntries),
  name: appEntries.name,
  source: v.optional(
    described(v.union([Text, InlineSourcePart]), "Its source, or parts of it."),
  ),
});
