import { idleConfig, resourceList } from "./lists.ts";

/** The line that holds the label which tests change or add. */
export const LABEL = "          tier: gold # as agreed\n";

/** A Namespace that tests edit, between what people put around it. */
const edited = `# Above the first item.

- # Behind a dash.
  apiVersion: v1 # which is core

  # Between keys.
  kind:   Namespace
  metadata:
      name:     'edited'   # in quotes
      # Indented oddly.
      annotations: {a: "1", "b" : '2' , }   # one line
      labels:
${LABEL}
  # At the end of an item.
`;

/** Things that readers and writers of YAML like to change. */
const oddities = `-   apiVersion: v1
    kind: ConfigMap
    metadata:
        name: "scalars"
    data:
        mode: 0644
        limit: 1_000
        bits: 0b1
        big: 1e3
        time: 12:30:45
        answer: yes
        "quoted key": 'it''s'
        ? explicit
        : value
        empty:
        tilde: ~
        date: 2021-01-02
        hex: 0x1F
        float: 1.0
        literal: |2-
            two more spaces
          than here

        keep: |+
          kept


        folded: >-
          one
          line

            but not this
        over: one
          two

          three
        double: "one \\
          two\\tthree
          four"
        single: 'one

          two'
        unicode: "日本 é 😀 \\U0001F600"
        trailing: here   \t
- apiVersion: v1
  kind: Namespace
  metadata: &meta
    name: anchored
    labels: &labels {a: b}
  copy: *labels
  whole: *meta
- {apiVersion: v1, kind: Namespace, metadata: {name: flow, labels: {app: web}}} # on one line
- kind: Namespace
  apiVersion: v1
  metadata: {
    name: several-lines,
    labels: {
      a: b, # with a comment
    }
  }
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: twin
    namespace: edited
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: twin
    namespace: edited
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: wide
  spec:
    template:
        spec:
          containers:
            - name: a
              args: [ "-x",'-y' , z ]
            -   name: b
                args:
                - one

                - two
- !!map
  apiVersion: v1
  kind: Tagged
  value: !!str 12
- apiVersion: kustomize.config.k8s.io/v1beta1
  kind: Kustomization
  resources: []
# Behind the last item.
`;

/** The document as UTF-8 with LF. `data` makes it as long as wanted. */
export function awkward(config = idleConfig, large = 0): string {
  const body = "        line of text: with more # than one # hash\n";
  const count = Math.ceil(large / body.length);
  const more =
    large === 0
      ? ""
      : `- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: large
  data:
    file: |
${body.repeat(count)}`;
  const list = resourceList(edited + more + oddities, config);
  return `# Above all.\n${list}\n# Below all.\n`;
}

/** The same text in the encodings that come along. */
export const ENCODINGS: readonly (readonly [
  string,
  (text: string) => string,
])[] = [
  ["LF", (text) => text],
  ["CRLF", (text) => text.replaceAll("\n", "\r\n")],
  ["a BOM", (text) => `\uFEFF${text}`],
  ["a BOM and CRLF", (text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`],
];
