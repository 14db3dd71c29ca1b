/** @type {import("jest").Config} */
export default {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: { "\\.(ts|mjs)$": "<rootDir>/tools/jest-esbuild.mjs" },
  // Holds packages of its own.
  modulePathIgnorePatterns: ["<rootDir>/.tools"],
  maxWorkers: 2,
  watchman: false,
};
