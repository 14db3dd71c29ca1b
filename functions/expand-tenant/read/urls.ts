/** What is wrong with an address, and under which rule. */
export interface UrlProblem {
  readonly rule: "TEN-URL" | "TEN-URL-CREDENTIALS";
  readonly message: string;
  readonly proposed?: string;
}

/** What Flux takes as the address of each kind of source. */
const SCHEMES: Readonly<Record<string, readonly string[]>> = {
  git: ["https", "http", "ssh"],
  oci: ["oci"],
  helm: ["https", "http", "oci"],
};

const PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i;
/** A user with a password, where the scheme was forgotten. */
const BARE = /^[^/@:\s]*:[^/@\s]*@/;
const SECRET_KEY =
  /token|password|passwd|secret|apikey|api_key|access_key|signature|sig/i;

/**
 * Checks the address of a git, oci or helm source. Messages never repeat it:
 * it may hold a password.
 * Source: source-controller 1.9, the CRDs' patterns of `spec.url`.
 */
export function urlProblem(type: string, url: string): UrlProblem | undefined {
  const schemes = SCHEMES[type] ?? [];
  const secret = credentialsProblem(url);
  if (secret) return secret;
  const scp = /^([\w.-]+@[\w.-]+):(?!\/)(.+)$/.exec(url);
  if (type === "git" && scp) {
    const proposed = `ssh://${scp[1]}/${scp[2]}`;
    const message = "Flux does not take this form of an SSH address";
    return { rule: "TEN-URL", message, proposed };
  }
  const [, scheme = "", host = ""] = PARTS.exec(url) ?? [];
  if (schemes.includes(scheme) && host !== "") return undefined;
  const list = schemes.map((one) => `${one}://`).join(", ");
  return {
    rule: "TEN-URL",
    message: `must begin with ${list} and name a host`,
  };
}

/** Checks that an address holds neither password nor token. */
export function credentialsProblem(url: string): UrlProblem | undefined {
  const [, scheme = "", authority = "", , query = ""] = PARTS.exec(url) ?? [];
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? "" : authority.slice(0, at);
  // The user of SSH is no secret; that of HTTP may be a token.
  const open = user !== "" && (scheme !== "ssh" || user.includes(":"));
  // A password that holds a slash: what looks like the host has no port.
  const split = at < 0 && /:(?!\d*$)/.test(authority) && url.includes("@");
  const bare = authority === "" && BARE.test(url);
  if (!open && !split && !bare && !hasSecretKey(query) && !isWebhook(url)) {
    return undefined;
  }
  return {
    rule: "TEN-URL-CREDENTIALS",
    message:
      "the address holds a password or a token, and whoever reads the repository has it: change it now, put the new one into a Secret of the cluster's secrets file and name that in secretRef",
  };
}

function hasSecretKey(query: string): boolean {
  return query
    .slice(1)
    .split("&")
    .map((pair) => /^([^=]+)=./s.exec(pair)?.[1] ?? "")
    .some((key) => SECRET_KEY.test(key));
}

/** Addresses of chat services that let everybody write who knows them. */
const WEBHOOKS =
  /^https:\/\/(hooks\.slack\.com\/|discord(app)?\.com\/api\/webhooks\/|[^/]*\.webhook\.office\.com\/|chat\.googleapis\.com\/.*[?&]key=)/i;

function isWebhook(url: string): boolean {
  return WEBHOOKS.test(url);
}

/**
 * What is wrong with a path inside a repository; undefined where it stays in.
 */
export function pathProblem(path: string): string | undefined {
  if (path.includes("\\")) return "separates folders by \\, and / is meant";
  if (path.startsWith("/")) return "must be relative to the repository's root";
  let depth = 0;
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    depth += step === ".." ? -1 : 1;
    if (depth < 0)
      return "leaves the repository: every .. needs a folder before it";
  }
  return undefined;
}
