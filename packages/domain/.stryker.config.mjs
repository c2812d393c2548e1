// Mutation testing: every mutant of `src` has to be killed, those that run while a file loads (`static`) included.

export default {
  testRunner: 'vitest',
  // By name: under pnpm's node_modules the default pattern finds none.
  plugins: ['@stryker-mutator/vitest-runner'],
  concurrency: 2,
  thresholds: { break: 100 },
  // A timeout counts as killed, so a busy machine must not cause one.
  timeoutMS: 30_000,
  // It would write a line into the examples, which the README shows to the letter.
  disableTypeChecks: false,
  // A bare `vitest` would test what is left behind. An interrupted run does leave its copies: `test` names its folder.
  cleanTempDir: 'always',
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false },
  allowConsoleColors: false,
  // It advises to leave the static mutants out.
  warnings: { slow: false },
};
