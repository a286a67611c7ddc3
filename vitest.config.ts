import { defineConfig } from 'vitest/config';

/** Tests that start programs: seconds each, and as long as a busy machine makes them wait. */
const processes = [
  'test/charts/inventory/update.test.ts',
  'test/command-line/complete.test.ts',
  'test/command-line/npm.test.ts',
  'test/command-line/package.test.ts',
  'test/declarations/command.test.ts',
  'test/diff/together.test.ts',
  'test/images/concurrent.test.ts',
  'test/promote/parallel.test.ts',
  'test/promote/rollback.test.ts',
  'test/promotion-check/check.test.ts',
  'test/synth/crash.test.ts',
  'test/synth/determinism.test.ts',
  'test/synth/workers.test.ts',
];

/**
 * Tests that try hundreds of cases which nobody thought of, those that read the whole tree for each requirement, and
 * those that ask the compiler.
 */
const thorough = [
  'test/declarations/documented.test.ts',
  'test/declarations/junk.test.ts',
  'test/platform/workload/declaration/compiler-messages.test.ts',
  'test/rows/documents.test.ts',
  'test/documents/documents.test.ts',
  'test/promote/motion.test.ts',
  'test/requirements/breakages.test.ts',
  'test/requirements/evidence/families.test.ts',
  'test/requirements/mutation.test.ts',
  'test/schema/dist.test.ts',
  'test/synth/cache.test.ts',
  'test/synth/leftovers.test.ts',
  'test/synth/own-file.test.ts',
];

/** Tests that put another list of versions in the place of ours: each has the modules that read it for itself. */
const mocking = [
  'test/synth/control-plane-steps.test.ts',
  'test/clusters/revision-rules.test.ts',
  'test/platform/components/istio/upgrade/states.test.ts',
  'test/platform/components/istio/upgrade/steps.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: 'test/temporary-folders.ts',
    // No test changes what another reads, and loading cdk8s anew for each file would take most of the time.
    isolate: false,
    // Tests with many cases remove hundreds of folders when they end, which takes its time on a busy machine.
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: [...processes, ...thorough, ...mocking],
          testTimeout: 20_000,
        },
      },
      { extends: true, test: { name: 'thorough', include: thorough, testTimeout: 120_000 } },
      { extends: true, test: { name: 'mocking', include: mocking, isolate: true, testTimeout: 60_000 } },
      { extends: true, test: { name: 'process', include: processes, testTimeout: 120_000 } },
    ],
  },
});
