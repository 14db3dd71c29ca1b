import { isDeepStrictEqual } from "node:util";
import { type Access, send } from "./client.ts";

interface ClusterRole {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly rules?: readonly unknown[] | null;
  readonly aggregationRule?: {
    readonly clusterRoleSelectors?: readonly Selector[];
  };
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: unknown;
}

const PATH = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

/**
 * Fills the ClusterRoles that are made of others (`admin`, `edit` and `view`
 * among them), which a controller does in a whole cluster. Goes on until
 * nothing changes, as such a role may be part of another one.
 */
export async function aggregateRoles(access: Access): Promise<void> {
  for (let changed = true; changed; ) {
    changed = false;
    const { body } = await send(access, { path: PATH });
    const roles = (body as { items: readonly ClusterRole[] }).items;
    for (const role of roles) {
      if (!role.aggregationRule) continue;
      const rules = rulesFor(role, roles);
      if (isDeepStrictEqual(rules, role.rules ?? [])) continue;
      await setRules(access, role, rules);
      changed = true;
    }
  }
}

function rulesFor(
  role: ClusterRole,
  roles: readonly ClusterRole[],
): readonly unknown[] {
  const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
  const parts = roles.filter(
    (part) =>
      part !== role && selectors.some((selector) => selects(selector, part)),
  );
  return parts.flatMap(({ rules }) => rules ?? []);
}

function selects(selector: Selector, { metadata }: ClusterRole): boolean {
  if (selector.matchExpressions) {
    throw new Error("roles are aggregated by matchLabels only here");
  }
  return Object.entries(selector.matchLabels ?? {}).every(
    ([key, value]) => metadata.labels?.[key] === value,
  );
}

async function setRules(
  access: Access,
  { metadata }: ClusterRole,
  rules: readonly unknown[],
): Promise<void> {
  const { status, body } = await send(access, {
    method: "PATCH",
    path: `${PATH}/${metadata.name}`,
    body: { rules },
    contentType: "application/merge-patch+json",
  });
  if (status === 200) return;
  throw new Error(`ClusterRole ${metadata.name}: ${JSON.stringify(body)}`);
}
