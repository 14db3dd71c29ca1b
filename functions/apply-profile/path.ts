/**
 * Why `path` is no folder of the repository; `undefined` where it is one. A
 * `${…}` counts as a folder's name.
 */
export function pathProblem(path: string): string | undefined {
  const rule =
    "write it from the repository's root, ./platform/<component>/<profile>";
  if (path === "") return `must not be empty; ${rule}`;
  if (/^(\/|~)/.test(path)) return `${path} is absolute; ${rule}`;
  if (/\\|^[A-Za-z][\w+.-]*:/.test(path)) {
    return `${path} is no path of this repository; ${rule}`;
  }
  return leaves(path) ? `${path} leaves the repository; ${rule}` : undefined;
}

function leaves(path: string): boolean {
  let depth = 0;
  return path.split("/").some((step) => {
    if (step === "..") depth--;
    else if (step !== "" && step !== ".") depth++;
    return depth < 0;
  });
}
