/**
 * What the package `yaml` sees of its process: no variable. With LOG_TOKENS or
 * LOG_STREAM in the environment it prints what it reads, to stdout.
 */
export const env = {};
