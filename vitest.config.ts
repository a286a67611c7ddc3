import { defineConfig } from 'vitest/config';

/** Tests that start programs: they take seconds each, and as long as the machine lets them. */
const PROCESSES = ['test/command-line/{npm,package}.test.ts', 'test/synth/{crash,determinism}.test.ts'];

export default defineConfig({
  test: {
    globalSetup: 'test/temporary-folders.ts',
    // No test changes what another reads, and loading cdk8s anew for each file would take most of the time.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: PROCESSES } },
      { extends: true, test: { name: 'process', include: PROCESSES, testTimeout: 120_000 } },
    ],
  },
});
