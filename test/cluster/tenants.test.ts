/**
 * What the platform example comes to, on a real API server: that it takes all
 * of it, and that tenants can do what they are promised and nothing else.
 */
import { readFileSync } from "node:fs";
import { fluxCrds } from "../../tools/engines/flux-crds.mjs";
import { describeWith } from "../engines.ts";
import { Builds, CLUSTERS } from "../helpers/clusters.ts";
import { build, output } from "../helpers/kustomize.ts";
import { at } from "../helpers/repository.ts";
import type { Identity } from "./client.ts";
import { Cluster } from "./cluster.ts";
import { growth } from "./growth.ts";
import {
  type KubeObject,
  nameOf,
  objectsIn,
  serviceAccount,
} from "./objects.ts";
import { decrypted, inOrder } from "./platform.ts";
import { EDITS, LIVES, LOOKS, NO_PERSON, NOBODY } from "./rights.ts";
import { sampleApp } from "./sample-app.ts";

jest.setTimeout(120_000);

/** The cluster with every kind of tenant; it is applied last. */
const WHOLE = "clusters/sts-devpkg/eu";

/** The namespaces of each tenant there, the home namespace first. */
const TENANTS: Readonly<Record<string, readonly string[]>> = {
  devops: ["devops"],
  "team-a": ["team-a", "team-a-jobs"],
  "team-b": ["team-b"],
  "team-c": ["team-c"],
  "team-d": ["team-d"],
};
const NAMESPACES = Object.values(TENANTS).flat();

const reconcilerOf = (tenant: string): string => serviceAccount(tenant, tenant);

/** Someone of a group, as the identity provider tells. */
const memberOf = (group: string): Identity => ({
  user: `someone-of-${group}`,
  groups: [group, "system:authenticated"],
});

/** Kinds that hold a tenant. */
const BOUNDARY = [
  "LimitRange",
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "RoleBinding",
];

describeWith(
  ["apiserver", "fluxCrds", "kustomize"],
  "tenants on an API server",
  ({ apiserver, kustomize }) => {
    let cluster: Cluster;
    const builds = new Builds(kustomize);
    const ownObjects = () => builds.cluster(WHOLE).map(decrypted);

    beforeAll(async () => {
      cluster = await Cluster.start(apiserver);
      const crds = (fluxCrds() ?? []).flatMap((file) =>
        objectsIn(readFileSync(file, "utf8")),
      );
      // Both are there before any cluster is applied: Flux's bootstrap.
      const home = namespace("flux-system");
      await cluster.apply([...crds, home]);
    }, 180_000);
    afterAll(() => cluster?.stop());

    /** Of these questions, those that the server answers with yes. */
    async function allowed(
      as: Identity,
      within: string | undefined,
      questions: readonly string[],
    ): Promise<string[]> {
      const yes: string[] = [];
      for (const question of questions) {
        const [verb = "", whole = ""] = question.split(" ");
        const [resource = "", subresource] = whole.split("/");
        const asked = {
          verb,
          resource,
          ...(subresource ? { subresource } : {}),
          ...(within ? { namespace: within } : {}),
        };
        if (await cluster.canI(as, asked)) yes.push(question);
      }
      return yes;
    }

    describe.each(
      CLUSTERS.toSorted((a, b) => Number(a === WHOLE) - Number(b === WHOLE)),
    )("%s", (path) => {
      test("is accepted: cluster, tenants, flows", async () => {
        const objects = inOrder(builds.cluster(path).map(decrypted));
        expect(await cluster.applyAs(undefined, objects)).toEqual([]);
      });

      test("is accepted as far as its flows apply the repository", async () => {
        const objects = inOrder(builds.applied(path));
        expect(await cluster.applyAs(undefined, objects)).toEqual([]);
      });
    });

    test("is not accepted where Kustomize skipped the functions", async () => {
      const folder = at("examples", "platform", WHOLE, "cluster");
      const printed = build(kustomize, folder, { withoutExec: true });
      const tenants = objectsIn(output(printed).toString()).filter(
        ({ kind }) => kind === "Tenant",
      );
      expect(tenants.map(({ metadata }) => metadata.name).sort()).toEqual(
        Object.keys(TENANTS),
      );
      expect(await cluster.applyAs(undefined, tenants)).toEqual(
        tenants.map(
          ({ metadata }) =>
            `Tenant/${metadata.name}: the server knows no kind Tenant in flux-platform.dev/v1alpha1`,
        ),
      );
    });

    test("the namespaces of tenants are those that are looked at", () => {
      const found = ownObjects().filter(
        ({ kind, metadata }) =>
          kind === "Namespace" && labelOf(metadata) !== undefined,
      );
      expect(found.map(({ metadata }) => metadata.name).sort()).toEqual(
        [...NAMESPACES].sort(),
      );
    });

    describe.each(Object.entries(TENANTS))("%s", (tenant, own) => {
      const reconciler = reconcilerOf(tenant);
      const foreign = [
        ...NAMESPACES.filter((name) => !own.includes(name)),
        "default",
        "flux-system",
        "github-runners",
        "kube-system",
        "platform-ingress",
      ];

      test.each(own)("delivers an app into %s", async (name) => {
        const app = sampleApp(name);
        expect(await cluster.applyAs(reconciler, app)).toEqual([]);
        // Flux waits for what it applied, and prunes what left the source.
        for (const object of app) {
          expect(await cluster.read(object)).toBeDefined();
        }
        expect(await allowed(reconciler, name, LIVES)).toEqual(LIVES);
        expect(await cluster.deleteAs(reconciler, app)).toEqual([]);
      });

      test("delivers nothing anywhere else", async () => {
        for (const name of foreign) {
          const app = sampleApp(name);
          const refusals = await cluster.applyAs(reconciler, app);
          expect(refusals).toEqual(app.map(forbidden));
          expect(await allowed(reconciler, name, LOOKS)).toEqual([]);
        }
      });

      test("can't change or delete what holds it", async () => {
        const held = ownObjects().filter(
          ({ kind, metadata }) =>
            BOUNDARY.includes(kind) &&
            own.includes(metadata.namespace ?? metadata.name),
        );
        const kinds = new Set(held.map(({ kind }) => kind));
        expect([...kinds].sort()).toEqual(BOUNDARY);
        const changed = held.map(labelled);
        expect(await cluster.applyAs(reconciler, changed)).toEqual(
          held.map(forbidden),
        );
        expect(await cluster.deleteAs(reconciler, held)).toEqual(
          held.map(forbidden),
        );
        for (const object of held) {
          expect(await cluster.read(object)).toBeDefined();
        }
      });

      test("can't grow beyond it", async () => {
        for (const name of own) {
          const grown = growth(tenant, name);
          expect(await cluster.applyAs(reconciler, grown)).toEqual(
            grown.map(forbidden),
          );
          expect(await allowed(reconciler, name, NOBODY)).toEqual([]);
        }
        expect(
          await allowed(reconciler, undefined, [...LOOKS, ...EDITS]),
        ).toEqual([]);
      });
    });

    describe.each([
      ["devops-admins", ["devops", "github-runners"]],
      ["team-a-admins", ["team-a", "team-a-jobs"]],
      ["team-b-admins", ["team-b"]],
      ["team-c-admins", ["team-c"]],
    ])("an owner who edits: %s", (group, own) => {
      const owner = memberOf(group);

      test.each(own)("works in %s", async (name) => {
        const may = [...LOOKS, ...EDITS];
        expect(await allowed(owner, name, may)).toEqual(may);
        const app = sampleApp(name).filter(
          ({ kind }) => !HIDDEN.includes(kind),
        );
        expect(await cluster.applyAs(owner, app)).toEqual([]);
        expect(await cluster.deleteAs(owner, app)).toEqual([]);
      });

      test.each(own)("does no more in %s", async (name) => {
        expect(await allowed(owner, name, [...NOBODY, ...NO_PERSON])).toEqual(
          [],
        );
        const rest = sampleApp(name).filter(({ kind }) =>
          HIDDEN.includes(kind),
        );
        const refused = [...rest, ...growth(group, name)];
        expect(await cluster.applyAs(owner, refused)).toEqual(
          refused.map(forbidden),
        );
      });

      test("does nothing anywhere else", async () => {
        const foreign = NAMESPACES.filter((name) => !own.includes(name));
        for (const name of [...foreign, "flux-system", undefined]) {
          expect(await allowed(owner, name, [...LOOKS, ...EDITS])).toEqual([]);
        }
      });
    });

    describe("an owner who views", () => {
      const owner = memberOf("support");

      test.each(TENANTS["team-a"] ?? [])("looks at %s only", async (name) => {
        expect(await allowed(owner, name, LOOKS)).toEqual(LOOKS);
        const denied = [...EDITS, ...NOBODY, ...NO_PERSON];
        expect(await allowed(owner, name, denied)).toEqual([]);
        const app = sampleApp(name);
        expect(await cluster.applyAs(owner, app)).toEqual(app.map(forbidden));
      });

      test("sees nothing elsewhere", async () => {
        for (const name of ["team-b", "flux-system", undefined]) {
          expect(await allowed(owner, name, LOOKS)).toEqual([]);
        }
      });
    });

    test("a retained tenant's people have no role any more", async () => {
      const may = [...LOOKS, ...EDITS];
      const person = memberOf("team-d-admins");
      expect(await allowed(person, "team-d", may)).toEqual([]);
    });

    test("a component's owner is no reason for the reconciler", async () => {
      const app = sampleApp("github-runners");
      expect(await cluster.applyAs(reconcilerOf("devops"), app)).toEqual(
        app.map(forbidden),
      );
    });
  },
);

/** Kinds of the sample app that are the reconciler's alone. */
const HIDDEN = ["HelmRelease", "Secret", "ServiceAccount"];

function namespace(name: string): KubeObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

function labelOf(metadata: KubeObject["metadata"]): unknown {
  return Object(metadata.labels)["flux-platform.dev/tenant"];
}

function labelled(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  const changed = { name, ...(namespace ? { namespace } : {}) };
  return {
    apiVersion,
    kind,
    metadata: { ...changed, labels: { mine: "yes" } },
  };
}

/** The refusal of an object, for want of rights and not of anything else. */
function forbidden(object: KubeObject): string {
  return expect.stringMatching(
    new RegExp(`^${nameOf(object)}: Forbidden: .* cannot `),
  );
}
