import type { KnipConfig } from 'knip';
import { commands } from './scripts/fleet/commands.ts';

/** Programs that are started by name: no import leads to them. */
const started = commands.flatMap(({ work }) => ('main' in work ? [work.main] : []));

export default {
  workspaces: {
    '.': {
      entry: [
        'scripts/fleet/main.ts',
        ...started,
        // The app of cdk8s.yaml, the threads of synth and of the benchmark, and the benchmark's process of its own.
        'scripts/synth/cdk8s-app.ts',
        '{scripts,test}/**/worker.ts',
        'scripts/synth/survey-thread.ts',
        'scripts/synth/repository.ts',
        'scripts/bench/run-synth.ts',
        'scripts/bench/tasks/*.ts',
        // Bundled for browsers, and what the compiler knows of their styles.
        'scripts/report/page/main.tsx',
        'scripts/report/page/styles.d.ts',
        // Found by their name, or by vitest.config.ts.
        'test/alerts/cases.ts',
        'test/**/alert-cases.ts',
        'test/**/*.test.ts',
        'test/temporary-folders.ts',
        // Run by hand: they say what the rules of check and of diff find, miss and say wrongly.
        'test/check/corpus/score.ts',
        'test/diff/unseen/score.ts',
      ],
      project: ['{apps,charts,clusters,platform,requirements,scripts,test}/**/*.{ts,tsx,mjs}'],
    },
  },
  // The types of CRDs are generated whole, used or not.
  ignoreWorkspaces: ['imports/*'],
  // A type that a file's own functions take or give is exported for whoever reads them.
  ignoreExportsUsedInFile: { interface: true, type: true },
} satisfies KnipConfig;
