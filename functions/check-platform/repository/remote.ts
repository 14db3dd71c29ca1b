import { mapping, text } from "../../../lib/krm/item.ts";
import { listOf, type World } from "../world.ts";
import { entriesOf, type Kustomization, type Listed } from "./repository.ts";
import { treeOf } from "./tree.ts";

/** Lists whose entries Kustomize may fetch. */
const FETCHED = [
  "resources",
  "bases",
  "components",
  "crds",
  "configurations",
  "generators",
  "transformers",
  "validators",
];

/** What Kustomize would fetch: a file by HTTP, or a folder by git. */
export interface Remote {
  readonly kind: "file" | "base";
  readonly url: string;
  readonly one: Kustomization;
  readonly path: readonly (string | number)[];
}

/** Every kustomization of the build, each once. */
export function allKustomizations({ repository }: World): Kustomization[] {
  if (!repository) return [];
  const trees = repository.roots.flatMap((root) => treeOf(root, repository));
  return [...new Set(trees)];
}

/** Everything that a kustomization takes from elsewhere. */
export function remotesOf(one: Kustomization): Remote[] {
  const entries = FETCHED.flatMap((field) => entriesOf(one, field));
  return [
    ...entries.flatMap((entry) => remote(one, entry)),
    ...["patches", "patchesJson6902"].flatMap((field) =>
      listOf(one.body[field]).flatMap((patch, index) => {
        const url = text(mapping(patch).path);
        return remote(one, { text: url, field, index });
      }),
    ),
  ];
}

function remote(
  one: Kustomization,
  { text: url, field, index }: Pick<Listed, "text" | "field" | "index">,
): Remote[] {
  const kind = kindOf(url);
  return kind ? [{ kind, url, one, path: [field, index] }] : [];
}

/** Source: Kustomize documentation, "Remote targets" and "Remote files". */
function kindOf(url: string): Remote["kind"] | undefined {
  if (url.includes("\n")) return undefined;
  const scheme = /^(?:git::)?(https?|ssh|git|file):\/\//i.test(url);
  const scp = /^(?:git::)?(?:[\w.-]+@)[\w.-]+:/.test(url);
  const host = /^(?:github\.com|gitlab\.com|bitbucket\.org)[/:]/i.test(url);
  if (!scheme && !scp && !host) return undefined;
  const file = /^https?:\/\/[^?]*\.(?:ya?ml|json)(?:$|\?(?!.*\bref=))/i;
  const nested = /^https?:\/\/.+\/\//i.test(url);
  return file.test(url) && !nested ? "file" : "base";
}
