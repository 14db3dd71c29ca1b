/** What Kustomize says of files that hold secrets, and what of it may be printed. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foreignWords } from "../cli/process/words.ts";
import { safeText } from "../lib/krm/words.ts";
import { describeWith } from "./engines.ts";
import { temporaryFolder } from "./helpers/repository.ts";

const SECRET = "apiVersion: v1\nkind: Secret\nmetadata: { name: x }\n";
const PATCH =
  "apiVersion: v1\nkind: Secret\nstringData:\n  a: hunter2\n- broken";

describeWith("kustomize", "the words of Kustomize", ({ kustomize }) => {
  const home = temporaryFolder();
  test.each<[string, string, object, string]>([
    [
      "a literal",
      "",
      { secretGenerator: [{ name: "a", literals: ["hunter2"] }] },
      "invalid literal source",
    ],
    [
      "a patch",
      SECRET,
      { patches: [{ patch: PATCH }] },
      "unable to parse SM or JSON patch",
    ],
    [
      "a node",
      `${SECRET}stringData: word\n`,
      { patches: [{ patch: `${SECRET}stringData: { a: hunter2 }` }] },
      "wrong node kind",
    ],
    [
      "a map",
      "apiVersion: v1\nkind: Secret\nmetadata: { labels: { a: hunter2 } }\n",
      {},
      "missing metadata.name",
    ],
    [
      "a URL",
      "",
      { resources: ["https://me:hunter2@git.invalid/a/b?token=hunter2"] },
      "accumulating resources",
    ],
  ])("quote %s, and we do not", (name, file, fields, says) => {
    const folder = join(home, name.replace(" ", "-"));
    mkdirSync(folder);
    writeFileSync(join(folder, "s.yaml"), file);
    const body = file ? { resources: ["s.yaml"], ...fields } : fields;
    writeFileSync(join(folder, "kustomization.yaml"), JSON.stringify(body));
    const { stderr, status } = spawnSync(kustomize, ["build", folder], {
      encoding: "utf8",
      env: { ...process.env, GIT_TERMINAL_PROMPT: "0" },
    });
    expect(status).not.toBe(0);
    const told = safeText(foreignWords(stderr));
    expect(told).toContain(says);
    expect(told).not.toContain("hunter2");
  });

  test("keep what says where", () => {
    const words =
      "Error: accumulating resources from 's.yaml': MalformedYAMLError: yaml: line 5: did not find expected key in File: s.yaml\n";
    expect(foreignWords(words)).toBe(words);
  });
});
