/** @type {import("jest").Config} */
export default {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // Those need an API server: `npm run test:cluster` overrides this.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/cluster/"],
  transform: { "\\.(ts|mjs)$": "<rootDir>/tools/jest-esbuild.mjs" },
  // Holds packages of its own.
  modulePathIgnorePatterns: ["<rootDir>/.tools"],
  maxWorkers: 2,
  watchman: false,
};
