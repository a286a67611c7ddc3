import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Some tests start the real command as a process of its own; a busy machine takes its time over that.
    testTimeout: 30_000,
  },
});
