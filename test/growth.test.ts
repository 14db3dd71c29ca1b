/**
 * What a platform costs that grows: a cluster is one folder of a few lines, a
 * tenant one file (in a folder that lists it) and one entry of a list.
 */
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type KubeObject, nameOf } from "./cluster/objects.ts";
import { describeWith } from "./engines.ts";
import { Builds } from "./helpers/clusters.ts";
import { at, temporaryFolder } from "./helpers/repository.ts";

jest.setTimeout(60_000);

const EU = "clusters/sts-devpkg/eu";
/** The most lines that a cluster may take, its secrets and Flux aside. */
const MOST = 25;

/** A fourth cluster: the same tenants as the second, other facts. */
const CLUSTER = {
  "cluster/cluster.yaml": `apiVersion: flux-platform.dev/v1alpha1
kind: PlatformCluster
metadata:
  name: sts-devpkg-apac
spec:
  profile: sss
  facts:
    region: us
    domain: apac.example.com
`,
  "cluster/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- cluster.yaml
- secrets.yaml
- ../../../../tenants/devops
- ../../../../tenants/team-a
- ../../../../tenants/team-b
components:
- ../../../_components/sss
- ../../../_components/guardrails
`,
  "kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- flux-system
`,
};

const TENANT = {
  "tenant.yaml": `apiVersion: flux-platform.dev/v1alpha1
kind: Tenant
metadata:
  name: team-e
spec:
  owners: [{ group: team-e-admins, role: edit }]
  namespaces: [{ name: team-e, labels: { cost-center: "3500" } }]
  apps:
  - name: search
    source: { git: { url: "https://git.example.com/team-e/search", branch: main } }
`,
  "kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- tenant.yaml
`,
};

describeWith("kustomize", "a platform that grows", ({ kustomize }) => {
  const home = temporaryFolder();
  const platform = join(home, "examples", "platform");
  const builds = () => new Builds(kustomize, platform);

  beforeAll(() => {
    cpSync(at("examples", "platform"), platform, { recursive: true });
    // Where the configs look for the programs.
    symlinkSync(at("dist"), join(home, "dist"));
  });

  function write(folder: string, files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      const file = join(platform, folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  test("gets a fourth cluster by one small folder", () => {
    const folder = "clusters/sts-devpkg/apac";
    write(folder, CLUSTER);
    cpSync(
      join(platform, "clusters/sts-devpkg/us/cluster/secrets.yaml"),
      join(platform, folder, "cluster/secrets.yaml"),
    );
    const lines = Object.values(CLUSTER).join("").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(MOST);
    const found = namesOf(builds().cluster(folder));
    expect(found).toEqual(
      expect.arrayContaining([
        "ConfigMap/flux-system/cluster-facts",
        "HelmRelease/devops/grafana",
        "Kustomization/flux-system/traefik",
        "Kustomization/team-a/shop",
        "Namespace/platform-monitoring",
      ]),
    );
    expect(found.filter((name) => name.includes("team-c"))).toEqual([]);
  });

  test("gets a tenant by one file and one entry", () => {
    const before = namesOf(builds().cluster(EU));
    write("tenants/team-e", TENANT);
    const list = join(platform, EU, "cluster/kustomization.yaml");
    const last = "- ../../../../tenants/team-d\n";
    const text = readFileSync(list, "utf8");
    expect(text).toContain(last);
    const entry = last.replace("team-d", "team-e");
    writeFileSync(list, text.replace(last, `${last}${entry}`));
    const after = namesOf(builds().cluster(EU));
    expect(before.filter((name) => !after.includes(name))).toEqual([]);
    const added = after.filter((name) => !before.includes(name));
    expect(added).toEqual([
      "GitRepository/team-e/search",
      "Kustomization/team-e/search",
      "LimitRange/team-e/tenant",
      "Namespace/team-e",
      "NetworkPolicy/team-e/allow-dns",
      "NetworkPolicy/team-e/allow-platform",
      "NetworkPolicy/team-e/allow-tenant",
      "NetworkPolicy/team-e/default-deny",
      "ResourceQuota/team-e/tenant",
      "RoleBinding/team-e/team-e-owners-edit",
      "RoleBinding/team-e/team-e-reconciler",
      "ServiceAccount/team-e/team-e",
    ]);
  });

  test("has clusters of facts, choices, secrets and tenants only", () => {
    for (const zone of ["sts-devpkg/eu", "sts-devpkg/us", "dev-lab/local"]) {
      const folder = at("examples/platform/clusters", zone, "cluster");
      expect(readdirSync(folder).sort()).toEqual([
        "cluster.yaml",
        "kustomization.yaml",
        "secrets.yaml",
      ]);
    }
  });
});

function namesOf(objects: readonly KubeObject[]): string[] {
  return objects.map(nameOf).sort();
}
