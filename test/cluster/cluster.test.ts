import { readFileSync } from "node:fs";
import { fluxCrds } from "../../tools/engines/flux-crds.mjs";
import { describeWith } from "../engines.ts";
import { spawn } from "../helpers/program.ts";
import { at } from "../helpers/repository.ts";
import { Cluster } from "./cluster.ts";
import { type KubeObject, objectsIn, serviceAccount } from "./objects.ts";

jest.setTimeout(60_000);

const RBAC = "rbac.authorization.k8s.io/v1";

function object(
  apiVersion: string,
  kind: string,
  metadata: KubeObject["metadata"],
  rest: Record<string, unknown> = {},
): KubeObject {
  return { apiVersion, kind, metadata, ...rest };
}

const namespaces = ["here", "there"].map((name) =>
  object("v1", "Namespace", { name }),
);

/** A ConfigMap in a namespace of the tests. */
const settingsIn = (namespace: string, data = { colour: "blue" }) =>
  object("v1", "ConfigMap", { name: "settings", namespace }, { data });

const quota = object(
  "v1",
  "ResourceQuota",
  { name: "limits", namespace: "here" },
  { spec: { hard: { pods: "4" } } },
);

const release = object(
  "helm.toolkit.fluxcd.io/v2",
  "HelmRelease",
  { name: "shop", namespace: "here" },
  {
    spec: {
      interval: "10m",
      chartRef: { kind: "OCIRepository", name: "shop" },
    },
  },
);

/** An account that delivers into one namespace, by a role of all the cluster. */
const account = [
  object("v1", "ServiceAccount", { name: "delivery", namespace: "here" }),
  object(
    RBAC,
    "ClusterRole",
    { name: "delivery" },
    {
      rules: [
        {
          apiGroups: ["", "helm.toolkit.fluxcd.io"],
          resources: ["configmaps", "helmreleases"],
          verbs: ["get", "create", "patch", "delete"],
        },
      ],
    },
  ),
  object(
    RBAC,
    "RoleBinding",
    { name: "delivery", namespace: "here" },
    {
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "ClusterRole",
        name: "delivery",
      },
      subjects: [
        { kind: "ServiceAccount", name: "delivery", namespace: "here" },
      ],
    },
  ),
];
const delivery = serviceAccount("here", "delivery");

describeWith(
  ["apiserver", "fluxCrds", "kustomize"],
  "an API server",
  ({ apiserver, kustomize }) => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await Cluster.start(apiserver);
      const crds = (fluxCrds() ?? []).flatMap((file) =>
        objectsIn(readFileSync(file, "utf8")),
      );
      await cluster.apply([...crds, ...namespaces, ...account, quota]);
    }, 180_000);
    afterAll(() => cluster?.stop());

    test("has Flux's kinds, and refuses what they don't have", async () => {
      expect(await cluster.applyAs(undefined, [release])).toEqual([]);
      const misspelt = { ...release, spec: { ...Object(release.spec), x: 1 } };
      expect(await cluster.applyAs(undefined, [misspelt])).toEqual([
        expect.stringMatching(/^HelmRelease\/here\/shop: .*\.spec\.x/),
      ]);
    });

    test("takes the namespaces of an example", async () => {
      const folder = at("examples", "label-namespaces-basic");
      const flags = ["--enable-alpha-plugins", "--enable-exec"];
      const { stdout, stderr, code } = spawn(kustomize, [
        "build",
        ...flags,
        folder,
      ]);
      expect([stderr, code]).toEqual(["", 0]);
      const found = objectsIn(stdout.toString());
      expect(found.map(({ kind }) => kind)).toContain("Namespace");
      await cluster.apply(found);
      for (const one of found) {
        expect(await cluster.read(one)).toMatchObject(
          JSON.parse(JSON.stringify(one)),
        );
      }
    });

    test("lets an account do what its binding says", async () => {
      const objects = [settingsIn("here"), release];
      expect(await cluster.applyAs(delivery, objects)).toEqual([]);
      expect(
        await cluster.canI(delivery, {
          verb: "patch",
          resource: "helmreleases.helm.toolkit.fluxcd.io",
          namespace: "here",
        }),
      ).toBe(true);
      expect(await cluster.deleteAs(delivery, [settingsIn("here")])).toEqual(
        [],
      );
      expect(await cluster.read(settingsIn("here"))).toBeUndefined();
    });

    test("refuses an account everything else", async () => {
      const elsewhere = [settingsIn("there")];
      expect(await cluster.applyAs(delivery, elsewhere)).toEqual([
        expect.stringMatching(/^ConfigMap\/there\/settings: Forbidden: /),
      ]);
      const lifted = { ...quota, spec: { hard: { pods: "400" } } };
      const relabelled = object("v1", "Namespace", {
        name: "here",
        labels: { mine: "yes" },
      });
      const changed = [lifted, relabelled, ...account.slice(1)];
      expect(await cluster.applyAs(delivery, changed)).toHaveLength(4);
      const removed = [quota, ...namespaces, ...account];
      expect(await cluster.deleteAs(delivery, removed)).toHaveLength(6);
      for (const verb of ["list", "update"]) {
        expect(
          await cluster.canI(delivery, {
            verb,
            resource: "configmaps",
            namespace: "here",
          }),
        ).toBe(false);
      }
    });

    test("knows what the built-in roles promise", async () => {
      const owner = { user: "ada", groups: ["owners"] };
      const binding = object(
        RBAC,
        "RoleBinding",
        { name: "owners", namespace: "here" },
        {
          roleRef: {
            apiGroup: "rbac.authorization.k8s.io",
            kind: "ClusterRole",
            name: "edit",
          },
          subjects: [
            {
              apiGroup: "rbac.authorization.k8s.io",
              kind: "Group",
              name: "owners",
            },
          ],
        },
      );
      await cluster.apply([binding]);
      const asks = (verb: string, resource: string, subresource = "") =>
        cluster.canI(owner, {
          verb,
          resource,
          namespace: "here",
          ...(subresource ? { subresource } : {}),
        });
      expect(await asks("create", "deployments.apps")).toBe(true);
      expect(await asks("create", "serviceaccounts", "token")).toBe(true);
      expect(await asks("patch", "resourcequotas")).toBe(false);
      expect(
        await asks("create", "rolebindings.rbac.authorization.k8s.io"),
      ).toBe(false);
      await expect(asks("create", "deployment.apps")).rejects.toThrow(
        'no deployment in group "apps"',
      );
    });

    test("changes nothing where it is only asked", async () => {
      const here = settingsIn("here");
      const dryRun = { dryRun: true };
      expect(await cluster.applyAs(delivery, [here], dryRun)).toEqual([]);
      expect(await cluster.read(here)).toBeUndefined();
      await cluster.apply([here]);
      expect(await cluster.deleteAs(delivery, [here], dryRun)).toEqual([]);
      expect(await cluster.read(here)).toBeDefined();
    });
  },
);
