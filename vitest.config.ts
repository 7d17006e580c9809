import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/sample/**'],
    globalSetup: ['test/global-setup.ts'],
    // Scenarios start the built command and real renderers: 40 ms to 2 s each, more on a loaded machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
