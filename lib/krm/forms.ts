/**
 * By kind, the forms of a spec: the JSON text of a list of `Form`. Empty in the
 * sources, where the schemas alone decide; a build puts in what it makes of these.
 */
export const forms: Readonly<Record<string, string>> = {};
