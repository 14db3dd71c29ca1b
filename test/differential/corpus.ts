/**
 * Valid texts of Kubernetes objects in the ways people write them: what the
 * mutations start from. Each is the text of one mapping in column 0.
 */
export const OBJECTS: readonly string[] = [
  `apiVersion: v1
kind: Namespace
metadata:
  name: team-a
  labels:
    team: a
    cost-center: "0042"
  annotations: {owner: 'a@b.c', "x/y": "1"}
`,
  `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: team-a
data:
  mode: "0644"
  limit: 1_000
  script: |
    #!/bin/sh
    echo "a: b"   # c

    exit 0
  folded: >-
    one
    two

    three
  quoted: "a \\"b\\"
    c"
  single: 'it''s
    two lines'
  plain: several words
    on two lines
  empty:
`,
  `apiVersion: apps/v1
kind: Deployment
metadata: # why
  name: web
  namespace: team-a
  labels: {app: web}
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.27
        args: ["--port", "80", '--x=y']
        resources: {limits: {cpu: 100m, memory: 1Gi}}
      - name: side
        command:
        - sh
        - -c
        - |-
          a
           b
      tolerations: []
`,
  `# A comment above.
kind:   ClusterRole
apiVersion: rbac.authorization.k8s.io/v1

metadata:
    name:     'admin'   # in quotes
    labels:
        a.b/c: &x "d"
        e: *x
rules:
    - apiGroups: ["", apps]
      resources: ['*']
      verbs:
          - get

          # between
          - list
    -   apiGroups:
        - batch
`,
  `"apiVersion": "v1"
"kind": "Secret"
"metadata":
  "name": "s"
stringData:
  a: !!str 1
  b: ~
  c: 1e3
  d: 2021-01-02
  e: 0x1F
  f: .5
  g: 12:30:45
  base: &base {k: v, l: [1, 2]}
  merged:
    <<: *base
    k: w
  ? explicit
  : value
`,
  `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"json","labels":{"a":"b"}}}
`,
  `apiVersion: v1
kind: Namespace
metadata: {name: flow, labels: {a: b, c: "d"},
  annotations: {e: f}}
`,
  `metadata:
  labels:
    kind: Namespace
    "team": a
  name: last
kind: Namespace
apiVersion: v1
`,
  `apiVersion: v1
data:
  a.sh: |
    echo "a: b"
  empty: ""
  list: '[1, 2]'
kind: ConfigMap
metadata:
  annotations:
    config.kubernetes.io/index: "3"
    internal.config.kubernetes.io/id: |
      group: apps
      kind: Deployment

      name: a
    note: plain words
  labels:
    app: web
  name: settings
  namespace: team-a
`,
  `apiVersion: v1
kind: Namespace
metadata:
  name: team-b
  labels: {}
  annotations:
    a: 'b'
spec:
  finalizers:
  - kubernetes
`,
];
