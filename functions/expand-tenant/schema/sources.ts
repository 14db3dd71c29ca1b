import * as v from "valibot";
import { described, strict } from "../../../lib/krm/schema.ts";
import { Duration, partial, Text } from "./parts.ts";

const secret = (what: string) =>
  v.optional(described(Text, `Secret of the contract ${what}.`));
const flag = (text: string) => v.optional(described(v.boolean(), text));
const text = (meaning: string) => v.optional(described(Text, meaning));

const auth = {
  secretRef: secret("with the credentials"),
  ignore: text("Files left out, as .gitignore has them."),
};
const cloud = {
  serviceAccountName: text(
    "ServiceAccount of the home namespace for workload identity.",
  ),
};

const gitEntries = {
  url: described(Text, "Address: https://, http:// or ssh://."),
  branch: text("Branch to follow."),
  tag: text("Tag to take."),
  semver: text("Range of versions; the newest tag in it."),
  commit: text("Commit to take."),
  ref: text("Full name of a reference, such as refs/pull/1/head."),
  ...auth,
  ...cloud,
  provider: v.optional(
    described(
      v.picklist(["generic", "aws", "azure", "github"]),
      "How Flux signs in.",
    ),
  ),
  proxySecretRef: secret("with the proxy"),
  recurseSubmodules: flag("Fetches submodules too."),
  sparseCheckout: v.optional(
    described(v.array(Text), "Folders to fetch; everything when absent."),
  ),
  verify: v.optional(
    described(
      strict({
        mode: v.optional(
          described(
            v.picklist(["HEAD", "Tag", "TagAndHEAD"]),
            "What must be signed; HEAD when absent.",
          ),
        ),
        secretRef: described(Text, "Secret of the contract with public keys."),
      }),
      "OpenPGP or SSH signatures that must be there.",
    ),
  ),
};

const verifyOci = strict({
  provider: described(v.picklist(["cosign", "notation"]), "Who signs."),
  secretRef: secret("with public keys"),
  trustedRootSecretRef: secret("with Sigstore's trusted root"),
  matchOIDCIdentity: v.optional(
    described(
      v.array(
        strict({
          issuer: described(Text, "Expression for the issuer."),
          subject: described(Text, "Expression for the subject."),
        }),
      ),
      "Identities that may sign without a key.",
    ),
  ),
});

const provider = v.optional(
  described(
    v.picklist(["generic", "aws", "azure", "gcp"]),
    "How Flux signs in.",
  ),
);

const ociEntries = {
  url: described(Text, "Address: oci://."),
  tag: text("Tag to take; latest when nothing is said."),
  semver: text("Range of versions; the newest tag in it."),
  semverFilter: text("Expression that the tags of the range must match."),
  digest: text("Digest to take."),
  ...auth,
  ...cloud,
  provider,
  certSecretRef: secret("with certificates"),
  proxySecretRef: secret("with the proxy"),
  insecure: flag("Allows plain HTTP."),
  layerSelector: v.optional(
    described(
      strict({
        mediaType: text("Media type of the layer."),
        operation: v.optional(
          described(v.picklist(["extract", "copy"]), "What is done with it."),
        ),
      }),
      "Layer of the artifact; set by itself where an app is a Helm chart.",
    ),
  ),
  verify: v.optional(described(verifyOci, "Signatures that must be there.")),
};

const helmEntries = {
  url: described(Text, "Address: https://, http:// or oci://."),
  secretRef: secret("with the credentials"),
  certSecretRef: secret("with certificates"),
  passCredentials: flag("Sends the credentials to other hosts too."),
  insecure: flag("Allows plain HTTP to an OCI registry."),
  provider,
};

const bucketEntries = {
  bucketName: described(Text, "Name of the bucket."),
  endpoint: described(Text, "Host and port, without a scheme."),
  region: text("Region of the bucket."),
  prefix: text("Objects to fetch begin with it."),
  ...auth,
  ...cloud,
  provider,
  certSecretRef: secret("with certificates"),
  proxySecretRef: secret("with the proxy"),
  insecure: flag("Allows plain HTTP."),
};

const Git = v.pipe(
  strict(gitEntries),
  v.check(
    ({ branch, tag, semver, commit, ref }) =>
      [branch, tag, semver, commit, ref].some((one) => one !== undefined),
    "needs branch, tag, semver, commit or ref: Flux would take master",
  ),
);

const common = {
  interval: v.optional(described(Duration, "How often Flux looks.")),
  timeout: v.optional(described(Duration, "How long a fetch may take.")),
};
const typed = {
  git: v.optional(described(Git, "A Git repository.")),
  oci: v.optional(described(strict(ociEntries), "An OCI artifact.")),
  helm: v.optional(described(strict(helmEntries), "A Helm repository.")),
  bucket: v.optional(described(strict(bucketEntries), "An S3 bucket.")),
};

/** The four kinds of source; an entry has one of them. */
export const SOURCE_TYPES = ["git", "oci", "helm", "bucket"] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

const isOne = (entry: Partial<Record<SourceType, unknown>>): boolean =>
  SOURCE_TYPES.filter((type) => entry[type] !== undefined).length === 1;
const ONE = "needs one of git, oci, helm and bucket";

/** A source without a name: it gets that of its app. */
export const InlineSource = v.pipe(
  strict({ ...common, ...typed }),
  v.check((entry) => isOne(entry), ONE),
);
export type InlineSource = v.InferOutput<typeof InlineSource>;

const name = described(Text, "Name of the source.");

/** An entry of `sources`. */
export const Source = v.pipe(
  strict({ name, ...common, ...typed }),
  v.check((entry) => isOne(entry), ONE),
);
export type Source = v.InferOutput<typeof Source>;

const parts = {
  ...common,
  git: v.optional(described(strict(partial(gitEntries)), "As above.")),
  oci: v.optional(described(strict(partial(ociEntries)), "As above.")),
  helm: v.optional(described(strict(partial(helmEntries)), "As above.")),
  bucket: v.optional(described(strict(partial(bucketEntries)), "As above.")),
};

/** What an override says of a source. */
export const SourcePart = strict({ name, ...parts });
/** What an override says of an app's own source. */
export const InlineSourcePart = strict(parts);
