import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/temporary-folders.ts',
    // No test changes what another reads, and loading cdk8s anew for each file would take most of the time.
    isolate: false,
    // Some tests start the real command as a process of its own; a busy machine takes its time over that.
    testTimeout: 30_000,
  },
});
